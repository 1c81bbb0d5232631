/** What every page has: the choice of light or dark, and logging out. */

import "../styles/base.css";
import { ApiError, send } from "./api";
import { all, tell } from "./dom";

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

function chosen(): Theme {
  const kept = localStorage.getItem("theme");
  return THEMES.find((theme) => theme === kept) ?? "auto";
}

function show(theme: Theme): void {
  if (theme === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = theme;
  for (const button of all<HTMLButtonElement>("button.theme")) {
    button.textContent = { auto: "Theme: system", light: "Theme: light", dark: "Theme: dark" }[theme];
  }
  document.dispatchEvent(new CustomEvent("themechange"));
}

show(chosen());
for (const button of all<HTMLButtonElement>("button.theme")) {
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length] ?? "auto";
    localStorage.setItem("theme", next);
    show(next);
  });
}
for (const button of all<HTMLButtonElement>("button.log-out")) {
  button.addEventListener("click", () => {
    send("/api/session", {}, "DELETE")
      .then(() => location.assign("/login"))
      .catch((error: unknown) => tell(error instanceof ApiError ? error.told : String(error), "problem"));
  });
}
