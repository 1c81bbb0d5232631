/** Elements made and found; text goes in as text, never as markup. */

type Child = Node | string | null | undefined | false;

/** An element with attributes and children. `class`, `href`, `data-…` and the like are set as attributes. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string | boolean | null> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/** The element that a selector names; the page is wrong where there is none. */
export function one<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/** All elements that a selector names. */
export function all<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** Says something to those who see and to those who hear the page: in its status line. */
export function tell(words: string, kind: "note" | "problem" = "note"): void {
  const line = one("#status");
  line.className = words ? kind : "";
  line.textContent = words;
}
