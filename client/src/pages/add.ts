/** An article is read, looked at, and stored or thrown away. */

import "../frame";
import { ApiError, send } from "../api";
import { liven } from "../article";
import { all, el, one, tell } from "../dom";

interface Stored {
  document: string;
  outcome: "added" | "known" | "updated";
  reports: { report: string; incident: string; joined: boolean }[];
}

const form = document.querySelector<HTMLFormElement>("#read");
const found = document.querySelector<HTMLElement>("#found");

if (form) {
  for (const way of all<HTMLInputElement>("input[name=kind]", form)) way.addEventListener("change", () => shownFor(form));
  shownFor(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void read(form);
  });
}
if (found) {
  liven();
  one<HTMLButtonElement>("button.throw", found).addEventListener("click", () => void throwAway(found));
  found.querySelector<HTMLButtonElement>("button.store")?.addEventListener("click", (event) => {
    void store(found, event.currentTarget as HTMLButtonElement);
  });
}

function shownFor(of: HTMLFormElement): void {
  const kind = new FormData(of).get("kind");
  one(".for-text", of).hidden = kind !== "text";
  one(".for-address", of).hidden = kind !== "address";
}

/** What the form asks for, as the API takes it; what is left empty is left out. */
function given(of: HTMLFormElement): Record<string, string> {
  const said = new FormData(of);
  const kind = String(said.get("kind"));
  const names = ["published", "publisher", kind === "text" ? "text" : "url"];
  const filled = names.map((name) => [name, String(said.get(name) ?? "").trim() && String(said.get(name))] as const);
  return { kind, ...Object.fromEntries(filled.filter(([, value]) => value)) };
}

async function read(of: HTMLFormElement): Promise<void> {
  const asked = given(of);
  const field = one<HTMLElement>(asked.kind === "text" ? "textarea[name=text]" : "input[name=url]", of);
  if (!asked.text && !asked.url) {
    tell(asked.kind === "text" ? "There is no text: paste the article." : "There is no address: give that of the article.", "problem");
    field.focus();
    return;
  }
  const button = one<HTMLButtonElement>("button.first", of);
  const stop = waiting(button, asked.kind === "text" ? "Reading" : "Fetching and reading");
  try {
    const reading = await send<{ id: string }>("/api/readings", asked);
    location.assign(`/add?reading=${encodeURIComponent(reading.id)}`);
  } catch (error) {
    stop();
    tell(told(error), "problem");
    field.focus();
  }
}

/** Says that something is going on, and for how long, until the returned function is called. */
function waiting(button: HTMLButtonElement, doing: string): () => void {
  const began = Date.now();
  button.disabled = true;
  tell(`${doing}…`);
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000);
    if (seconds >= 3) tell(`${doing}… ${seconds} seconds. The first text after a start takes some seconds more.`);
  }, 1000);
  return () => {
    clearInterval(timer);
    button.disabled = false;
    tell("");
  };
}

async function throwAway(from: HTMLElement): Promise<void> {
  try {
    await send(`/api/readings/${encodeURIComponent(from.dataset.reading ?? "")}`, {}, "DELETE");
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) {
      tell(told(error), "problem");
      return;
    }
  }
  location.assign("/add");
}

async function store(from: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const stop = waiting(button, "Storing");
  try {
    const stored = await send<Stored>("/api/documents", { kind: "reading", reading: from.dataset.reading });
    stop();
    show(from, stored);
  } catch (error) {
    stop();
    tell(told(error), "problem");
  }
}

const outcomes = {
  added: "It is stored.",
  updated: "The book had this text; what was read now takes the place of what was read before.",
  known: "The book had this already; nothing was changed.",
};

function show(on: HTMLElement, stored: Stored): void {
  const place = one("#stored", on);
  const rows = stored.reports.map((report, n) =>
    el(
      "li",
      {},
      `Report ${n + 1} ${report.joined ? "joined" : "is a new incident,"} `,
      el("a", { href: `/incidents/${report.incident}` }, report.incident),
    ),
  );
  const article = el("a", { href: `/documents/${encodeURIComponent(stored.document)}` }, "The article in the book");
  place.replaceChildren(
    el("p", { class: "note", tabindex: "-1" }, outcomes[stored.outcome], " ", article, " · ", el("a", { href: "/add" }, "Add another")),
    rows.length ? el("ul", {}, ...rows) : el("p", {}, "It tells of no attack, so no incident changed."),
    el("p", { class: "soft" }, "An article stays in the book. A report of it that is no attack is rejected, or moved, on its incident's page; that can be undone."),
  );
  place.hidden = false;
  one(".decide", on).hidden = true;
  one(".note", place).focus();
}

function told(error: unknown): string {
  return error instanceof ApiError ? error.told : String(error);
}
