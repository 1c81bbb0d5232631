/** The colours of the page, by day or night as it is now. */

/** A colour of the page's style sheet. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Calls back when the page changes between light and dark. */
export function onTheme(change: () => void): void {
  document.addEventListener("themechange", change);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
}
