/** The sentence behind a value: shown where the pointer or the focus is, out of what is in the page. */

import { all, el } from "../dom";

const LATER = 150; // milliseconds: long enough to move the pointer from the value onto the sentence
const GAP = 6;

export function tips(): void {
  const tip = el("div", { class: "tip", "aria-hidden": "true" });
  tip.hidden = true;
  document.body.append(tip);
  let timer = 0;
  let shown: HTMLElement | null = null;

  const hide = (): void => {
    tip.hidden = true;
  };
  const hideLater = (): void => {
    timer = window.setTimeout(hide, LATER);
  };
  const stay = (): void => window.clearTimeout(timer);

  for (const link of all<HTMLAnchorElement>("a.say")) {
    const show = (): void => {
      stay();
      shown = link;
      const quotes = document.getElementById(link.getAttribute("aria-describedby") ?? "");
      if (!quotes) return;
      tip.replaceChildren(...[...quotes.childNodes].map((node) => node.cloneNode(true)));
      tip.hidden = false;
      place(tip, link.getBoundingClientRect());
    };
    link.addEventListener("mouseenter", show);
    link.addEventListener("focus", show);
    link.addEventListener("mouseleave", hideLater);
    link.addEventListener("blur", hideLater);
  }
  tip.addEventListener("mouseenter", stay);
  tip.addEventListener("mouseleave", hideLater);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  const moved = (event: Event): void => {
    if (event.target === tip || tip.hidden || !shown) return;
    if (document.activeElement === shown || shown.matches(":hover")) place(tip, shown.getBoundingClientRect());
    else hide();
  };
  window.addEventListener("scroll", moved, { passive: true, capture: true });
}

/** Below the value where there is room, else above it; never beyond the edge of the window. */
function place(tip: HTMLElement, beside: DOMRect): void {
  tip.style.left = "0";
  tip.style.top = "0";
  const size = tip.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(beside.left, window.innerWidth - size.width - GAP));
  const below = beside.bottom + GAP;
  const top = below + size.height <= window.innerHeight ? below : Math.max(GAP, beside.top - size.height - GAP);
  tip.style.left = `${left}px`;
  tip.style.top = `${top}px`;
}
