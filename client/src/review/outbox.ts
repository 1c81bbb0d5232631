/**
 * Decisions on their way to the server: in order, kept in the browser until they came through, tried again as long as nobody
 * answers. One that came through and is not known to have is sent twice, and the server decides it once.
 */

/** A decision as it was made on screen; `undoes`: the key of the act that it takes back. */
export interface Act {
  key: string;
  question: string;
  label: string;
  body: Record<string, unknown>;
  tried: boolean;
  undoes?: string;
}

/** An act that came through; `decision` is its id in the book. */
export interface Done {
  key: string;
  question: string;
  label: string;
  decision: string;
}

/** What is kept of a tab. */
interface Kept {
  waiting: Act[];
  done: Done[];
  at: number;
}

/** What the server says of a decision: it is there, it cannot be, or nothing that is final. */
export type Answer = { decision: string } | { refused: string } | { later: string };

/** The part of `localStorage` that is used. */
export interface Shelf {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What the outbox has to do with the world. */
export interface World {
  shelf: Shelf;
  /** Whose decisions these are, and the name of this tab. */
  who: string;
  tab: string;
  post(body: Record<string, unknown>): Promise<Answer>;
  /** Ends after so many milliseconds, or as soon as it is worth trying again. */
  pause(milliseconds: number): Promise<void>;
  now(): number;
  /** Something changed: `trouble` is what the server last said where it could not be reached. */
  changed(trouble: string | null): void;
  refused(act: Act, reason: string): void;
  sent(act: Act): void;
}

const MOST_DONE = 100;
const LEFT_BEHIND = 15_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

export class Outbox {
  private kept: Kept;
  private running = false;
  private number = 0;

  constructor(private readonly world: World) {
    this.kept = { waiting: [], done: [], at: world.now() };
    this.adopt();
    this.save();
  }

  /** The decisions that are not known to have come through, in order. */
  get waiting(): readonly Act[] {
    return this.kept.waiting;
  }

  /** Takes a decision; it is kept before this returns. */
  add(question: string, label: string, body: Record<string, unknown>): void {
    this.kept.waiting.push({ key: this.newKey(), question, label, body, tried: false });
    this.save();
    void this.run();
  }

  /** Takes the last decision back, sent or not; null where there is none. */
  undo(): { question: string; label: string } | null {
    const acts = [...this.kept.done, ...this.kept.waiting.filter((act) => !act.undoes)];
    const last = acts.filter((act) => !this.isTakenBack(act.key)).at(-1);
    if (!last) return null;
    const waiting = this.kept.waiting.find((act) => act.key === last.key);
    if (waiting && !waiting.tried) {
      this.kept.waiting = this.kept.waiting.filter((act) => act !== waiting);
    } else {
      const body = { kind: "undo" };
      const label = `undo: ${last.label}`;
      this.kept.waiting.push({ key: this.newKey(), question: last.question, label, body, tried: false, undoes: last.key });
    }
    this.save();
    void this.run();
    return { question: last.question, label: last.label };
  }

  /** Sends what waits, one after the other, until nothing does. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    let pause = FIRST_PAUSE;
    for (let act = this.kept.waiting[0]; act; act = this.kept.waiting[0]) {
      const body = this.bodyOf(act);
      if (!body) {
        this.drop(act);
        continue;
      }
      act.tried = true;
      this.save();
      const answer = await this.world.post(body);
      if ("later" in answer) {
        this.world.changed(answer.later);
        await this.world.pause(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
        continue;
      }
      pause = FIRST_PAUSE;
      if ("decision" in answer) this.came(act, answer.decision);
      else {
        this.drop(act);
        this.world.refused(act, answer.refused);
      }
    }
    this.running = false;
  }

  /** Says that this tab still has something to send, so that no other one takes it over. */
  beat(): void {
    if (this.kept.waiting.length) this.save();
  }

  private came(act: Act, decision: string): void {
    if (act.undoes) this.kept.done = this.kept.done.filter((done) => done.key !== act.undoes);
    else this.kept.done.push({ key: act.key, question: act.question, label: act.label, decision });
    this.kept.done = this.kept.done.slice(-MOST_DONE);
    this.drop(act);
    this.world.sent(act);
  }

  /** What is sent; nothing where it takes back what was never decided. */
  private bodyOf(act: Act): Record<string, unknown> | null {
    if (!act.undoes) return act.body;
    const done = this.kept.done.find((one) => one.key === act.undoes);
    return done ? { ...act.body, decision: done.decision } : null;
  }

  private isTakenBack(key: string): boolean {
    return this.kept.waiting.some((act) => act.undoes === key);
  }

  private drop(act: Act): void {
    this.kept.waiting = this.kept.waiting.filter((other) => other !== act);
    this.save();
  }

  private newKey(): string {
    this.number += 1;
    return `${this.world.now()}-${this.number}-${this.world.tab}`;
  }

  private get prefix(): string {
    return `outbox:${encodeURIComponent(this.world.who)}:`;
  }

  private save(): void {
    this.kept.at = this.world.now();
    const { shelf, tab } = this.world;
    try {
      if (this.kept.waiting.length || this.kept.done.length) shelf.setItem(this.prefix + tab, JSON.stringify(this.kept));
      else shelf.removeItem(this.prefix + tab);
    } catch {
      // The browser keeps nothing: what waits is sent as long as the page is open, and leaving it warns.
    }
    this.world.changed(null);
  }

  /** Takes over what this tab had before it was loaded anew, and what tabs that are gone had not sent. */
  private adopt(): void {
    const { shelf, tab, now } = this.world;
    const names = Array.from({ length: shelf.length }, (_, n) => shelf.key(n)).filter((name) => name?.startsWith(this.prefix));
    for (const name of names as string[]) {
      const kept = parsed(shelf.getItem(name));
      const own = name === this.prefix + tab;
      if (!own && (kept === null || now() - kept.at < LEFT_BEHIND)) continue;
      if (kept) {
        this.kept.waiting.push(...kept.waiting);
        this.kept.done.push(...(own ? kept.done : kept.done.filter((done) => kept.waiting.some((act) => act.undoes === done.key))));
      }
      if (!own) shelf.removeItem(name);
    }
  }
}

function parsed(text: string | null): Kept | null {
  try {
    const found = JSON.parse(text ?? "null") as Kept | null;
    return found && Array.isArray(found.waiting) && Array.isArray(found.done) ? found : null;
  } catch {
    return null;
  }
}
