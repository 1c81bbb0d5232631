/** The incidents as a table below the map, a page at a time. */

import { ApiError, read } from "../api";
import { el } from "../dom";
import { type Incident, kind, number, when, where } from "./incident";

interface Page {
  incidents: Incident[];
  total: number;
  next: string | null;
}

const AT_ONCE = 50;

export class List {
  private asked: AbortController | null = null;
  private conditions = new URLSearchParams();

  constructor(
    private readonly rows: HTMLTableSectionElement,
    private readonly more: HTMLButtonElement,
    private readonly told: HTMLElement,
    private readonly link: (id: string) => string,
  ) {
    more.addEventListener("click", () => this.load(this.more.dataset.next ?? null));
  }

  /** Shows the first page of those that meet the conditions; an answer that comes too late is not shown. */
  show(conditions: URLSearchParams): void {
    this.conditions = conditions;
    void this.load(null);
  }

  private async load(cursor: string | null): Promise<void> {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const query = new URLSearchParams(this.conditions);
    query.set("limit", String(AT_ONCE));
    if (cursor) query.set("cursor", cursor);
    const table = this.rows.closest("table")!;
    table.setAttribute("aria-busy", "true");
    try {
      this.put(await read<Page>(`/api/incidents?${query}`, asked.signal), cursor !== null);
    } catch (error) {
      if (asked.signal.aborted) return;
      if (cursor === null) this.rows.replaceChildren(); // those that stand there answer another question
      if (cursor === null) this.more.hidden = true;
      this.told.textContent = error instanceof ApiError ? error.told : String(error);
      this.told.className = "problem";
    }
    table.removeAttribute("aria-busy");
  }

  private put(page: Page, goesOn: boolean): void {
    const made = page.incidents.map((incident) => this.row(incident));
    if (goesOn) this.rows.append(...made);
    else this.rows.replaceChildren(...made);
    this.more.hidden = page.next === null;
    this.more.dataset.next = page.next ?? "";
    const shown = this.rows.children.length;
    this.told.className = "";
    this.told.textContent =
      page.total === 0 ? "" : shown < page.total ? `${shown} of ${page.total.toLocaleString("en")} incidents` : amount(page.total);
    document.dispatchEvent(new CustomEvent("listed", { detail: page.total }));
    if (goesOn) made[0]?.querySelector("a")?.focus();
  }

  private row(incident: Incident): HTMLTableRowElement {
    const { documents, independent } = incident.sources;
    return el(
      "tr",
      { "data-id": incident.id },
      el("td", { class: "when" }, when(incident)),
      el("td", {}, el("a", { href: this.link(incident.id) }, kind(incident))),
      el("td", { dir: "auto" }, where(incident)),
      numberCell(number(incident.values.killed)),
      numberCell(number(incident.values.injured)),
      el("td", { class: "number", title: `${documents} documents, ${independent} independent of each other` }, String(independent), independent < documents && el("span", { class: "soft" }, ` of ${documents}`)),
      el("td", {}, incident.grade && el("span", { class: `tag ${incident.grade}` }, incident.grade)),
    );
  }
}

const numberCell = (words: string): HTMLElement =>
  el("td", { class: words === "unknown" ? "number unknown" : "number" }, words === "unknown" ? "?" : words);

const amount = (total: number): string => (total === 1 ? "1 incident" : `${total.toLocaleString("en")} incidents`);
