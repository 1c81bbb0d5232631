import { describe, expect, it } from "vitest";
import { Outbox, type Answer, type Shelf, type World } from "../src/review/outbox";

/** A server that can be down, that can lose its answer, and that decides the same only once. */
class Server {
  isDown = false;
  losesAnswers = 0;
  refuses: string | null = null;
  decided: string[] = [];
  waiting: (() => void)[] = [];
  isSlow = false;

  post = async (body: Record<string, unknown>): Promise<Answer> => {
    if (this.isSlow) await new Promise<void>((done) => this.waiting.push(done));
    if (this.isDown) return { later: "the server does not answer" };
    if (this.refuses) return { refused: this.refuses };
    const said = JSON.stringify(body);
    if (!this.decided.includes(said)) this.decided.push(said);
    if (this.losesAnswers-- > 0) return { later: "the connection broke" };
    return { decision: `D-${this.decided.indexOf(said)}` };
  };
}

class Drawer implements Shelf {
  private readonly held = new Map<string, string>();
  get length() { return this.held.size; }
  key(index: number) { return [...this.held.keys()][index] ?? null; }
  getItem(key: string) { return this.held.get(key) ?? null; }
  setItem(key: string, value: string) { this.held.set(key, value); }
  removeItem(key: string) { this.held.delete(key); }
}

function world(server: Server, shelf: Shelf, more: Partial<World> = {}): World & { refusals: string[] } {
  const refusals: string[] = [];
  return {
    shelf, who: "ann", tab: "t1", post: server.post, now: () => 1000, refusals,
    pause: () => new Promise((done) => setTimeout(done, 1)),
    changed: () => {}, sent: () => {}, refused: (act, reason) => refusals.push(`${act.question}: ${reason}`), ...more,
  };
}

const settled = () => new Promise((done) => setTimeout(done, 40));
const kinds = (server: Server) => server.decided.map((said) => (JSON.parse(said) as { kind: string }).kind);

describe("the outbox", () => {
  it("sends in order, also what is pressed while one is under way", async () => {
    const server = new Server();
    server.isSlow = true;
    const box = new Outbox(world(server, new Drawer()));
    box.add("a", "same", { kind: "same", n: 1 });
    box.add("b", "different", { kind: "different", n: 2 });
    box.add("c", "unsure", { kind: "unsure", n: 3 });
    expect(box.waiting.length).toBe(3);
    server.isSlow = false;
    server.waiting.forEach((go) => go());
    await settled();
    expect(kinds(server)).toEqual(["same", "different", "unsure"]);
    expect(box.waiting).toEqual([]);
  });

  it("tries again until the server answers", async () => {
    const server = new Server();
    server.isDown = true;
    const said: (string | null)[] = [];
    const box = new Outbox(world(server, new Drawer(), { changed: (trouble) => said.push(trouble) }));
    box.add("a", "same", { kind: "same" });
    await settled();
    expect(box.waiting.length).toBe(1);
    expect(said).toContain("the server does not answer");
    server.isDown = false;
    await settled();
    expect(kinds(server)).toEqual(["same"]);
  });

  it("keeps what waits over a reload", async () => {
    const server = new Server();
    const shelf = new Drawer();
    server.isDown = true;
    new Outbox(world(server, shelf, { pause: () => new Promise(() => {}) })).add("a", "same", { kind: "same" });
    await settled();
    server.isDown = false;
    const after = new Outbox(world(server, shelf));
    expect(after.waiting.map((act) => act.question)).toEqual(["a"]);
    await after.run();
    expect(kinds(server)).toEqual(["same"]);
    expect(new Outbox(world(server, shelf)).waiting).toEqual([]);
  });

  it("takes over what a tab that is gone left, and not what is another's", () => {
    const server = new Server();
    const shelf = new Drawer();
    server.isDown = true;
    const stuck = { pause: () => new Promise<void>(() => {}) };
    new Outbox(world(server, shelf, { ...stuck, tab: "gone" })).add("a", "same", { kind: "same" });
    new Outbox(world(server, shelf, { ...stuck, tab: "live", now: () => 60_000 })).add("b", "same", { kind: "same" });
    new Outbox(world(server, shelf, { ...stuck, tab: "x", who: "ben" })).add("c", "same", { kind: "same" });
    const box = new Outbox(world(server, shelf, { ...stuck, tab: "new", now: () => 61_000 }));
    expect(box.waiting.map((act) => act.question)).toEqual([]);
    const live = JSON.parse(shelf.getItem("outbox:ann:live") ?? "") as { waiting: { question: string }[] };
    expect(live.waiting.map((act) => act.question)).toEqual(["a", "b"]);
  });

  it("undoes what was not sent by not sending it", async () => {
    const server = new Server();
    server.isSlow = true;
    const box = new Outbox(world(server, new Drawer()));
    box.add("a", "same", { kind: "same", n: 1 });
    box.add("b", "same", { kind: "same", n: 2 });
    expect(box.undo()?.question).toBe("b");
    server.isSlow = false;
    server.waiting.forEach((go) => go());
    await settled();
    expect(server.decided).toEqual([JSON.stringify({ kind: "same", n: 1 })]);
  });

  it("undoes what is under way once it came through, and each decision once", async () => {
    const server = new Server();
    server.isSlow = true;
    const box = new Outbox(world(server, new Drawer()));
    box.add("a", "same", { kind: "same" });
    expect(box.undo()).toEqual({ question: "a", label: "same" });
    expect(box.undo()).toBeNull();
    server.isSlow = false;
    server.waiting.forEach((go) => go());
    await settled();
    expect(server.decided).toEqual([JSON.stringify({ kind: "same" }), JSON.stringify({ kind: "undo", decision: "D-0" })]);
  });

  it("does not decide twice where an answer was lost", async () => {
    const server = new Server();
    server.losesAnswers = 1;
    const box = new Outbox(world(server, new Drawer()));
    box.add("a", "same", { kind: "same" });
    await settled();
    box.undo();
    await settled();
    expect(kinds(server)).toEqual(["same", "undo"]);
  });

  it("says what is refused, drops its undo, and goes on", async () => {
    const server = new Server();
    server.isSlow = true;
    const place = world(server, new Drawer());
    const box = new Outbox(place);
    server.refuses = "there is no such report";
    box.add("a", "same", { kind: "same" });
    box.undo();
    server.isSlow = false;
    server.waiting.forEach((go) => go());
    await settled();
    server.refuses = null;
    box.add("b", "unsure", { kind: "unsure" });
    await settled();
    expect(place.refusals).toEqual(["a: there is no such report"]);
    expect(kinds(server)).toEqual(["unsure"]);
  });

  it("works where the browser keeps nothing", async () => {
    const server = new Server();
    const full = new Drawer();
    full.setItem = () => { throw new Error("QuotaExceededError"); };
    const box = new Outbox(world(server, full));
    box.add("a", "same", { kind: "same" });
    await settled();
    expect(kinds(server)).toEqual(["same"]);
  });

  it("takes over nothing of somebody whose name begins alike", () => {
    const shelf = new Drawer();
    const server = new Server();
    server.isDown = true;
    new Outbox(world(server, shelf, { who: "ann:b", tab: "gone", now: () => 0 })).add("a", "same", { kind: "same" });
    const box = new Outbox(world(server, shelf, { who: "ann", tab: "t2", now: () => 1_000_000 }));
    expect(box.waiting).toEqual([]);
  });
});
