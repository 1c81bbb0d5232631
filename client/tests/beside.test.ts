import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placed } from "../src/beside";

describe("where a box goes that tells of a word", () => {
  const box = { width: 300, height: 120 };
  const room = { width: 1000, height: 700 };

  it("is under the word", () => {
    expect(placed({ left: 40, top: 100, width: 50, height: 20 }, box, room)).toEqual({ left: 40, top: 126 });
  });

  it("is above a word at the foot of the window", () => {
    expect(placed({ left: 40, top: 650, width: 50, height: 20 }, box, room)).toEqual({ left: 40, top: 524 });
  });

  it("is within the window, whatever the word and however narrow the window", () => {
    const number = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(number(2000), number(700), number(400), (left, top, width) => {
        const at = placed({ left, top, width: 30, height: 20 }, { width, height: 100 }, { width: 420, height: 700 });
        expect(at.left).toBeGreaterThanOrEqual(6);
        expect(at.left + width).toBeLessThanOrEqual(Math.max(420, 6 + width));
      }),
    );
  });
});
