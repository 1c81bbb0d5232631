/** Pages whose content takes a while: asked for again until it is there. */

import { one } from "./dom";

const FIRST = 1_000;
const LONGEST = 10_000;

/** Loads this page again as soon as it no longer says that it is being worked out. */
export async function waitForIt(): Promise<void> {
  for (let pause = FIRST; ; pause = Math.min(pause * 1.5, LONGEST)) {
    await new Promise((done) => setTimeout(done, pause));
    const text = await fetch(location.href).then((answer) => (answer.ok ? answer.text() : null), () => null);
    if (text === null) continue;
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.querySelector("#being-made")) return location.reload();
    one("#being-made").setAttribute("aria-busy", "true");
  }
}
