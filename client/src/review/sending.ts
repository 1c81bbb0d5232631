/** The outbox in a browser: where it is kept, how it is sent, and when it is worth trying again. */

import { ApiError, send } from "../api";
import { Outbox, type Act, type Answer, type World } from "./outbox";

const LATER = [0, 401, 408, 425, 429];
const BEAT = 5_000;

/** What the page does when something happens to a decision. */
export type Hooks = Pick<World, "changed" | "refused" | "sent">;

/** The outbox of whoever is logged in, in this tab. */
export function outbox(who: string, hooks: Hooks): { box: Outbox; retry: () => void } {
  let wake = (): void => {};
  const world: World = {
    shelf: shelf(),
    who,
    tab: tab(),
    post: (body) => post({ ...body, by: who }),
    now: () => Date.now(),
    pause: (milliseconds) =>
      new Promise((done) => {
        const timer = setTimeout(done, milliseconds);
        wake = () => {
          clearTimeout(timer);
          done();
        };
      }),
    ...hooks,
  };
  const box = new Outbox(world);
  addEventListener("online", () => wake());
  addEventListener("beforeunload", (event) => {
    if (box.waiting.length && !loggingIn) event.preventDefault();
  });
  setInterval(() => box.beat(), BEAT);
  return { box, retry: () => wake() };
}

let loggingIn = false;

/** Sends a decision in the name of whoever made it: the server refuses it where somebody else is logged in by now. */
async function post(body: Record<string, unknown>): Promise<Answer> {
  try {
    const made = await send<{ decision: { id: string } }>("/api/decisions", body);
    return { decision: made.decision.id };
  } catch (error) {
    if (!(error instanceof ApiError)) return { later: String(error) };
    loggingIn = error.status === 401;
    return LATER.includes(error.status) || error.status >= 500 ? { later: error.message } : { refused: error.told };
  }
}

/** The name of this tab, which stays when it is loaded anew. */
function tab(): string {
  const made = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  try {
    const known = sessionStorage.getItem("tab") ?? made;
    sessionStorage.setItem("tab", known);
    return known;
  } catch {
    return made;
  }
}

function shelf(): Storage {
  try {
    return localStorage;
  } catch {
    return new Proxy({ length: 0 } as Storage, { get: (_, name) => (name === "length" ? 0 : () => null) });
  }
}

/** How many decisions wait, in words. */
export function inWords(waiting: readonly Act[], trouble: string | null): string {
  if (!waiting.length) return "All decisions are sent.";
  const many = waiting.length === 1 ? "1 decision is" : `${waiting.length} decisions are`;
  return trouble ? `${many} not sent yet: ${trouble}. They are kept here and tried again by themselves.` : `${many} being sent …`;
}
