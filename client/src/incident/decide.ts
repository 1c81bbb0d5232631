/** What reviewers decide on the page: one form for each kind, and a bar by which it is undone. */

import { ApiError, send } from "../api";
import { all, one, tell } from "../dom";

interface Made {
  decision: { id: string };
}
type Kind = "confirm" | "correct" | "reject" | "split";

const DONE: Record<Kind, string> = {
  confirm: "Confirmed.",
  correct: "Corrected.",
  reject: "Rejected.",
  split: "Reports taken out.",
};
const KEPT = "decided";

export function decisions(): void {
  const incident = one("#incident").dataset.id ?? "";
  showUndo();
  for (const kind of Object.keys(DONE) as Kind[]) form(kind, incident);
  for (const button of all<HTMLButtonElement>("button.undo")) {
    button.addEventListener("click", () => undo(button.dataset.decision ?? "", button));
  }
}

function form(kind: Kind, incident: string): void {
  const dialog = document.querySelector<HTMLDialogElement>(`dialog#${kind}`);
  if (!dialog) return;
  const fields = one<HTMLFormElement>("form", dialog);
  const fault = one(".fault", dialog);
  const open = (): void => {
    fault.hidden = true;
    dialog.showModal();
  };
  for (const button of all(`[data-open="${kind}"]`)) button.addEventListener("click", open);
  one("button.cancel", dialog).addEventListener("click", () => dialog.close());
  if (kind === "correct") correcting(fields, open);
  fields.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = body(kind, incident, new FormData(fields));
    const missing = lacking(given);
    fault.textContent = missing;
    fault.hidden = !missing;
    if (missing) return;
    try {
      const made = await send<Made>("/api/decisions", given);
      done(DONE[kind], made.decision.id);
    } catch (error) {
      fault.textContent = error instanceof ApiError ? error.told : String(error);
      fault.hidden = false;
    }
  });
}

/** The form of a correction knows the property beside which it was opened, and the values that it may have. */
function correcting(fields: HTMLFormElement, open: () => void): void {
  const property = one<HTMLSelectElement>("[name=property]", fields);
  const value = one<HTMLInputElement>("[name=value]", fields);
  const offer = (): void => {
    const list = `choices-${property.value}`;
    if (document.getElementById(list)) value.setAttribute("list", list);
    else value.removeAttribute("list");
  };
  property.addEventListener("change", offer);
  for (const button of all<HTMLButtonElement>("button.correct")) {
    button.addEventListener("click", () => {
      property.value = button.dataset.property ?? "";
      value.value = "";
      offer();
      open();
      value.focus();
    });
  }
  offer();
}

/** What is sent to the API. */
export function body(kind: Kind, incident: string, given: FormData): Record<string, unknown> {
  const text = (name: string): string | null => String(given.get(name) ?? "").trim() || null;
  const said = { kind, incident, why: text("why"), source: text("source") };
  if (kind === "correct") return { ...said, property: text("property"), value: text("value") };
  if (kind === "split") return { ...said, reports: given.getAll("report").map(String) };
  return said;
}

/** What a decision still needs, in words; empty where it has all. */
export function lacking(given: Record<string, unknown>): string {
  if (given.kind === "correct" && !given.value) return "Give the value, or “unknown” where nothing is known";
  if (["correct", "reject"].includes(String(given.kind)) && !given.why && !given.source) return "Give a reason or a source";
  if (given.kind === "split" && !(given.reports as string[]).length) return "Choose the reports of the other incident";
  return "";
}

/** The page is drawn again with what is true now; what was done is kept for the bar on it. */
function done(words: string, id: string): void {
  sessionStorage.setItem(KEPT, JSON.stringify({ words, id }));
  location.reload();
}

function showUndo(): void {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (!kept) return;
  const { words, id } = JSON.parse(kept) as { words: string; id: string };
  tell(words);
  if (!id) return;
  const bar = one("#undo-bar");
  const button = one<HTMLButtonElement>("button", bar);
  one("span", bar).textContent = words;
  tell("");
  bar.hidden = false;
  bar.setAttribute("role", "status");
  button.addEventListener("click", () => undo(id, button));
}

async function undo(id: string, button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  try {
    await send<Made>("/api/decisions", { kind: "undo", decision: id });
    done("Undone.", "");
  } catch (error) {
    button.disabled = false;
    tell(error instanceof ApiError ? error.told : String(error), "problem");
  }
}
