import { describe, expect, it } from "vitest";
import { command } from "../src/review/keys";

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, isComposing: false, ...more });

describe("a key", () => {
  it.each([["s", "same"], ["S", "same"], ["d", "different"], ["u", "unsure"], ["z", "undo"], ["n", "next"], ["ArrowRight", "next"], ["?", "help"], ["k", "keep"]])(
    "%s does %s", (key, act) => expect(command(press(key))).toEqual({ act }),
  );

  it("of a number chooses a value", () => expect(command(press("3"))).toEqual({ act: "choose", number: 3 }));

  it.each(["a", "Enter", "Escape", "Shift", "0", "toString"])("%s does nothing", (key) => expect(command(press(key))).toBeNull());

  it.each(["ctrlKey", "metaKey", "altKey", "repeat", "isComposing"])("with %s does nothing", (name) =>
    expect(command(press("s", { [name]: true }))).toBeNull());
});
