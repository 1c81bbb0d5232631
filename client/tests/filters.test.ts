import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asked, count, NOTHING, ofAllTimes, readFilters, readLook, written } from "../src/incidents/filters";

const words = fc.string({ maxLength: 20 });
const list = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 3 });
const filters = fc.record({
  q: words, actor: words, source: words, from: words, to: words, policy: words, as_of: words,
  when: fc.constantFrom("" as const, "certain" as const), sort: fc.constantFrom("" as const, "date" as const, "-updated" as const),
  country: list, kind: list, grade: list, status: list, view: fc.boolean(),
});

describe("filters in an address", () => {
  test("come back as they were", () => {
    fc.assert(fc.property(filters, (given) => void expect(readFilters(written(given))).toEqual(given)));
  });

  test("and so does the place of the map", () => {
    const look = fc.record({
      zoom: fc.integer({ min: 1, max: 12 }), lat: fc.double({ min: -90, max: 90, noNaN: true }), lon: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(filters, look, (given, at) => {
        const back = readLook(written(given, at))!;
        expect(back.zoom).toBe(at.zoom);
        expect(back.lat).toBeCloseTo(at.lat, 3);
        expect(back.lon).toBeCloseTo(at.lon, 3);
      }),
    );
  });

  test("nothing chosen is nothing written", () => expect(written(NOTHING)).toBe(""));

  test.each(["?map=", "?map=3/x/4", "?map=3/95/4", "?map=1/2", ""])("%s is no place of the map", (search) => {
    expect(readLook(search)).toBeNull();
  });

  test("the API takes neither the order nor the map", () => {
    const made = asked({ ...NOTHING, q: "base", kind: ["rocket", "drone"], sort: "date", view: true });
    expect(made.toString()).toBe("q=base&kind=rocket&kind=drone");
  });

  test("a period is no further condition", () => {
    expect(count({ ...NOTHING, from: "2021-01-01", kind: ["rocket", "drone"] })).toBe(1);
    expect(ofAllTimes({ ...NOTHING, from: "2021-01-01", when: "certain" })).toEqual(NOTHING);
  });
});
