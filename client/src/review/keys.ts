/** Which key does what, and when a key is a letter and no command. */

export type Command =
  | { act: "same" | "different" | "unsure" | "keep" | "undo" | "next" | "help" }
  | { act: "choose"; number: number };

const ACTS = new Map<string, Command>(Object.entries({
  s: { act: "same" },
  d: { act: "different" },
  u: { act: "unsure" },
  k: { act: "keep" },
  z: { act: "undo" },
  n: { act: "next" },
  ArrowRight: { act: "next" },
  "?": { act: "help" },
} as const));

/** A key press, as far as it matters. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
  isComposing: boolean;
}

/** What a key press means; null where it means nothing: while a key is held down, or with Ctrl, Alt or Meta. */
export function command(press: Press): Command | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat || press.isComposing) return null;
  if (/^[1-9]$/.test(press.key)) return { act: "choose", number: Number(press.key) };
  return ACTS.get(press.key.length === 1 ? press.key.toLowerCase() : press.key) ?? null;
}

/** Whether keys go into a field here. Radio buttons take arrows alone. */
export function isTyping(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) {
    const clicked = ["radio", "checkbox", "button", "submit", "reset"].includes(target.type);
    return !clicked || key.startsWith("Arrow");
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
