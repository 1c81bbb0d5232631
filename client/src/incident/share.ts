/** Copying a citation, a link or a piece of code; printing. */

import { all, tell } from "../dom";

export function sharing(): void {
  for (const button of all<HTMLButtonElement>("button.copy")) {
    button.addEventListener("click", () => copy(button));
  }
  for (const button of all<HTMLButtonElement>("button.print")) button.addEventListener("click", () => window.print());
  for (const field of all<HTMLInputElement>("input.long")) field.addEventListener("focus", () => field.select());
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    button.textContent = "Copied";
    window.setTimeout(() => (button.textContent = before), 2000);
  } catch {
    tell("The browser does not let this page copy: select the text and copy it yourself", "problem");
  }
}
