/** An article on screen: what marked words were read as, shown beside them; which marks are shown; the stretch asked for. */

import "../styles/article.css";
import { all, el } from "./dom";
import { placed } from "./beside";

type Marked = HTMLAnchorElement;

const delay = 120;

/** Makes an article's text answer to the pointer, the keyboard and the boxes beside it. */
export function liven(): void {
  const words = all<Marked>("a.m[data-m]");
  const beside = new Beside();
  for (const link of words) answer(link, beside);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") beside.hide();
  });
  filters(words);
  if (!location.hash) document.querySelector("#at")?.scrollIntoView({ block: "center" });
}

/** The entries of the list below that tell what a marked word was read as. */
function entries(link: Marked): HTMLElement[] {
  return (link.dataset.m ?? "").split(" ").flatMap((number) => document.getElementById(`m${number}`) ?? []);
}

function answer(link: Marked, beside: Beside): void {
  link.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse") beside.soon(link);
  });
  link.addEventListener("pointerleave", () => beside.leave());
  link.addEventListener("focus", () => beside.show(link));
  link.addEventListener("blur", () => beside.leave());
  link.addEventListener("click", (event) => {
    if ((event as PointerEvent).pointerType !== "touch" || beside.isOf(link)) return;
    event.preventDefault();
    beside.show(link);
  });
}

/** What stands beside marked words while they are pointed at or in focus. One can point at it too; Escape closes it. */
class Beside {
  private readonly box = el("div", { id: "beside", class: "beside screen", role: "tooltip", hidden: true });
  private of: Marked | null = null;
  private timer = 0;

  constructor() {
    document.body.append(this.box);
    this.box.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.box.addEventListener("pointerleave", () => this.leave());
    addEventListener("scroll", () => this.place(), { passive: true });
    addEventListener("resize", () => this.hide());
  }

  isOf(link: Marked): boolean {
    return this.of === link;
  }

  soon(link: Marked): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.show(link), delay);
  }

  leave(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.hide(), delay * 2);
  }

  show(link: Marked): void {
    clearTimeout(this.timer);
    const said = entries(link).filter((entry) => !isHidden(entry.dataset.g));
    if (!link.href || said.length === 0) return;
    this.hide();
    this.of = link;
    this.box.replaceChildren(el("ul", { class: "said" }, ...said.map(copied)));
    this.box.hidden = false;
    link.setAttribute("aria-describedby", "beside");
    link.classList.add("pointed");
    this.place();
  }

  hide(): void {
    clearTimeout(this.timer);
    this.of?.removeAttribute("aria-describedby");
    this.of?.classList.remove("pointed");
    this.of = null;
    this.box.hidden = true;
  }

  private place(): void {
    if (!this.of) return;
    const line = this.of.getClientRects()[0] ?? this.of.getBoundingClientRect();
    const { left, top } = placed(line, this.box.getBoundingClientRect(), { width: innerWidth, height: innerHeight });
    this.box.style.left = `${left}px`;
    this.box.style.top = `${top}px`;
  }
}

function copied(entry: HTMLElement): HTMLElement {
  const copy = entry.cloneNode(true) as HTMLElement;
  copy.removeAttribute("id");
  const chip = document.querySelector(`a.chip[href="#${entry.dataset.g}"]`);
  if (chip) copy.prepend(el("span", { class: chip.className }, chip.textContent ?? ""));
  return copy;
}

const hidden = new Set<string>();

function isHidden(group: string | undefined): boolean {
  return hidden.has(group ?? "");
}

/** Boxes that show and hide what belongs to one report, or is of one kind. */
function filters(words: Marked[]): void {
  const groups = new Map(words.map((link) => [link, entries(link).map((entry) => entry.dataset.g)]));
  const addresses = new Map(words.map((link) => [link, link.getAttribute("href") ?? ""]));
  for (const box of all<HTMLInputElement>("input.show")) {
    box.hidden = false;
    box.addEventListener("change", () => {
      const group = box.dataset.g ?? "";
      if (box.checked) hidden.delete(group);
      else hidden.add(group);
      for (const link of words) {
        const off = groups.get(link)?.every(isHidden) ?? false;
        link.classList.toggle("off", off);
        if (off) link.removeAttribute("href");
        else link.setAttribute("href", addresses.get(link) ?? "");
      }
      for (const mark of all("sup.ref, .everything li[data-g]")) mark.classList.toggle("off", isHidden(mark.dataset.g));
    });
  }
}
