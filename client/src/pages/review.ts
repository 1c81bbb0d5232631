/** Questions one after another: a key or a button decides, at once on screen and behind it on the server. */

import "../frame";
import "../../styles/review.css";
import { all, el, one, tell } from "../dom";
import { command, isTyping, type Command } from "../review/keys";
import type { Act, Outbox } from "../review/outbox";
import { inWords, outbox } from "../review/sending";
import { waitForIt } from "../waiting";

const PAIR_LABELS = { same: "the same attack", different: "different attacks", unsure: "unsure" } as const;
const desk = document.querySelector<HTMLElement>("#desk");
const help = one<HTMLDialogElement>("#help");
const keysOn = one<HTMLInputElement>("#keys-on");

/** What the page knows of its questions: which is shown, and which were left open on purpose. */
class Desk {
  private at = -1;
  private readonly passed = new Set<string>();
  private readonly total = Number(desk?.dataset.total ?? 0);
  private readonly first = Number(desk?.dataset.before ?? 0);
  private readonly mayDecide = desk?.dataset.mayDecide === "yes";
  private readonly box: Outbox | null = null;
  private readonly retry: () => void = () => {};
  private fetching = false;

  constructor() {
    if (this.mayDecide) {
      const hooks = {
        changed: (trouble: string | null) => this.showSending(trouble),
        refused: (act: Act, reason: string) => this.putBack(act, reason),
        sent: (act: Act) => this.bringBack(act),
      };
      const made = outbox(desk?.dataset.who ?? "", hooks);
      this.box = made.box;
      this.retry = made.retry;
      this.showSending(null);
      this.box.waiting.forEach((act) => this.restore(act));
      void this.box.run();
    }
    this.listenToForms();
    this.go();
  }

  do(given: Command): void {
    switch (given.act) {
      case "same":
      case "different":
      case "unsure":
        return this.decidePair(given.act);
      case "keep":
        return this.keep();
      case "undo":
        return this.undo();
      case "next":
        return this.leaveOpen();
      case "choose":
        return this.choose(given.number);
      case "help":
        help.open ? help.close() : help.showModal();
    }
  }

  again(): void {
    this.passed.clear();
    this.at = -1;
    this.go();
  }

  private get questions(): HTMLElement[] {
    return all("article.question");
  }

  private get current(): HTMLElement | null {
    return this.questions[this.at] ?? null;
  }

  private named(name: string): HTMLElement | undefined {
    return this.questions.find((article) => article.dataset.name === name);
  }

  private isOpen(article: HTMLElement): boolean {
    return !this.passed.has(article.dataset.name ?? "") && !article.dataset.decided;
  }

  /** Marks what was decided and is still on its way, as after the page was loaded anew. */
  private restore(act: Act): void {
    const article = this.named(act.question);
    if (!article || act.undoes) return;
    const property = act.body.property;
    const clash = all<HTMLElement>(".clash", article).find((one) => one.dataset.property === property);
    if (clash) clash.dataset.decided = act.label;
    if (!clash || !article.querySelector(".clash:not([data-decided])")) article.dataset.decided = String(act.body.kind);
  }

  private decidePair(kind: keyof typeof PAIR_LABELS): void {
    const article = this.current;
    if (!this.box || article?.dataset.kind !== "pair") return;
    const { name = "", first, second } = article.dataset;
    article.dataset.decided = kind;
    this.box.add(name, PAIR_LABELS[kind], { kind, reports: [first, second] });
    this.go(`Decided: ${PAIR_LABELS[kind]}.`);
  }

  private keep(): void {
    const article = this.current;
    if (!this.box || article?.dataset.kind !== "conflict") return;
    const { name = "", incident } = article.dataset;
    article.dataset.decided = "keep";
    this.box.add(name, `${incident} is right as it is`, { kind: "confirm", incident });
    this.go(`Decided: ${incident} is right as it is.`);
  }

  private undo(): void {
    const undone = this.box?.undo();
    if (!undone) {
      tell("There is nothing to undo here; on the page of decisions any can be undone.");
      return;
    }
    const article = this.named(undone.question);
    if (article) {
      this.reopen(article, undone.label);
      this.show(this.questions.indexOf(article));
    }
    tell(`Undone: ${undone.label}.`);
  }

  /** After an undo of what is not on this page: the page is loaded anew, which asks for it again. */
  private bringBack(act: Act): void {
    if (act.undoes && !this.named(act.question) && !this.box?.waiting.length) location.reload();
  }

  /** Opens a question again of which a decision, known by its label, is taken back; what else was decided of it stays. */
  private reopen(article: HTMLElement, label: string): void {
    delete article.dataset.decided;
    this.passed.delete(article.dataset.name ?? "");
    for (const clash of all<HTMLElement>(".clash", article)) if (clash.dataset.decided === label) delete clash.dataset.decided;
  }

  private leaveOpen(): void {
    if (this.current) this.passed.add(this.current.dataset.name ?? "");
    this.go("Left open.");
  }

  /** Chooses a value of the first property that is not corrected, and goes to the field for the source. */
  private choose(number: number): void {
    const form = this.current?.querySelector<HTMLFormElement>(".clash:not([data-decided]) form.correct");
    const radio = form && all<HTMLInputElement>("input[type=radio]:not(.other)", form)[number - 1];
    if (!form || !radio) return;
    radio.checked = true;
    one<HTMLInputElement>("input[name=source]", form).focus();
  }

  private listenToForms(): void {
    for (const form of all<HTMLFormElement>("form.grounded:not([data-heard])")) this.listen(form);
  }

  private reject(form: HTMLFormElement): void {
    const article = form.closest<HTMLElement>("article");
    const given = new FormData(form);
    const [source = "", why = ""] = ["source", "why"].map((name) => String(given.get(name) ?? "").trim());
    const [fault, field] = faultOf("no attack", source || why);
    one(".fault", form).textContent = fault;
    if (field) one(field, form).focus();
    if (fault || !this.box || !article) return;
    const label = `report ${form.dataset.report} is no attack`;
    article.dataset.decided = "reject";
    this.box.add(article.dataset.name ?? "", label, { kind: "reject", report: form.dataset.report, ...grounds(source, why) });
    this.go(`Decided: ${label}.`);
  }

  private listen(form: HTMLFormElement): void {
    form.dataset.heard = "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.matches(".correct")) this.correct(form);
      else this.reject(form);
    });
    form.querySelector("input[name=words]")?.addEventListener("input", () => {
      one<HTMLInputElement>("input.other", form).checked = true;
    });
  }

  private correct(form: HTMLFormElement): void {
    const article = form.closest<HTMLElement>("article");
    const clash = form.closest<HTMLElement>(".clash");
    const given = new FormData(form);
    const [source = "", why = "", words = ""] = ["source", "why", "words"].map((name) => String(given.get(name) ?? "").trim());
    const written = given.get("value");
    const [fault, field] = faultOf(written === null ? null : String(written) || words, source || why);
    one(".fault", form).textContent = fault;
    if (field) one(field, form).focus();
    if (fault || !this.box || !article || !clash) return;
    const property = form.dataset.property ?? "";
    const value: unknown = written ? JSON.parse(String(written)) : words;
    const label = `${property.replaceAll("_", " ")} of ${article.dataset.incident} corrected`;
    clash.dataset.decided = label;
    this.box.add(article.dataset.name ?? "", label, {
      kind: "correct",
      incident: article.dataset.incident,
      property,
      value,
      ...grounds(source, why),
    });
    if (article.querySelector(".clash:not([data-decided])")) {
      tell(`Decided: ${label}. There is more to correct here, or go on with n.`);
      one("h2", article).focus();
      return;
    }
    article.dataset.decided = "corrected";
    this.go(`Decided: ${label}.`);
  }

  /** Goes to the next open question, and fetches more where these come to an end. */
  private go(said = ""): void {
    const open = [...this.questions.entries()].filter(([, article]) => this.isOpen(article)).map(([index]) => index);
    if (open.length < 5) void this.fetchMore();
    this.show(open.find((index) => index > this.at) ?? open[0] ?? -1);
    if (said) tell(said);
  }

  private show(index: number): void {
    const inside = this.at >= 0 && (this.current?.contains(document.activeElement) || document.activeElement === document.body);
    this.at = index;
    this.questions.forEach((article, n) => {
      article.hidden = n !== index;
    });
    const article = this.current;
    const more = one("#questions").dataset.next;
    one("#end").hidden = article !== null || Boolean(more);
    one<HTMLButtonElement>("#again").hidden = this.passed.size === 0;
    one("#end-words").textContent = this.passed.size ? `You are through; ${this.passed.size} left open.` : "Nothing is left to be looked at.";
    if (desk) {
      desk.dataset.kind = article?.dataset.kind ?? "";
      one("#progress").textContent = article ? `${this.first + index + 1} of ${this.total}` : "";
    }
    if (article && inside) {
      one("h2", article).focus({ preventScroll: true });
      scrollTo({ top: 0 });
    }
  }

  private async fetchMore(): Promise<void> {
    const held = one("#questions");
    const after = held.dataset.next;
    if (!after || this.fetching) return;
    this.fetching = true;
    const asked = new URLSearchParams(location.search);
    asked.set("after", after);
    try {
      const answer = await fetch(`/review?${asked}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const article of page.querySelectorAll<HTMLElement>("article.question")) {
        if (this.named(article.dataset.name ?? "")) continue;
        article.hidden = true;
        held.append(document.importNode(article, true));
      }
      this.listenToForms();
      held.dataset.next = page.querySelector<HTMLElement>("#questions")?.dataset.next ?? "";
      if (!this.current) this.go();
    } catch {
      if (!this.current) tell("The next questions did not come: the server does not answer. Press n to try again.", "problem");
    } finally {
      this.fetching = false;
    }
  }

  private showSending(trouble: string | null): void {
    const line = document.querySelector<HTMLElement>("#sending");
    const box = this.box;
    if (!line || !box) return;
    line.classList.toggle("trouble", trouble !== null);
    line.replaceChildren(box.waiting.length || trouble ? inWords(box.waiting, trouble) : "");
    if (trouble) {
      const button = el("button", { type: "button" }, "Try now");
      button.addEventListener("click", () => this.retry());
      line.append(" ", button);
    }
  }

  /** A decision that the server does not take: its question is open again, and says why. */
  private putBack(act: Act, reason: string): void {
    const article = this.named(act.question);
    const note = el("p", { class: "problem", role: "alert" }, `Not decided: ${act.label}. ${reason}. `);
    if (article) {
      this.reopen(article, act.label);
      const back = el("button", { type: "button" }, "Go back to it");
      back.addEventListener("click", () => {
        note.remove();
        this.show(this.questions.indexOf(article));
        one("h2", article).focus();
      });
      note.append(back);
    }
    one("#refused").append(note);
    if (!this.current) this.go();
  }
}

function grounds(source: string, why: string): Record<string, string> {
  return { ...(source ? { source } : {}), ...(why ? { why } : {}) };
}

/** What a correction lacks, and the field to give it in. */
function faultOf(value: string | null, grounds: string | undefined): [string, string?] {
  if (!value) return ["Choose a value, or write another one.", value === null ? "input[name=value]" : "input[name=words]"];
  return grounds ? [""] : ["Say by which source, or for which reason.", "input[name=source]"];
}

const waiting = document.querySelector("#being-made");
if (waiting) void waitForIt();
else if (desk) {
  document.body.classList.add("moves");
  one(".acts").after(one("#status"));
  desk.hidden = false;
  const made = new Desk();
  keysOn.checked = localStorage.getItem("keys") !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem("keys", keysOn.checked ? "on" : "off"));
  one("#help-close").addEventListener("click", () => help.close());
  one("#again").addEventListener("click", () => made.again());
  for (const button of all<HTMLButtonElement>("button[data-act]")) {
    button.addEventListener("click", () => made.do({ act: button.dataset.act } as Command));
  }
  document.addEventListener("keydown", (event) => {
    const given = command(event);
    if (!given || event.defaultPrevented || isTyping(event.target, event.key)) return;
    if (!keysOn.checked || (help.open && given.act !== "help")) return;
    event.preventDefault();
    made.do(given);
  });
}
