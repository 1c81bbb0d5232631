/** Lists that fold out over the page: they close by Escape, and by a click elsewhere. */

export function closeByItself(choices: HTMLDetailsElement[]): void {
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.activeElement?.closest<HTMLDetailsElement>("details.choice[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
  document.addEventListener("click", ({ target }) => {
    for (const choice of choices) if (!choice.contains(target as Node)) choice.open = false;
  });
}
