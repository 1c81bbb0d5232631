import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cut } from "../src/incidents/bins";
import { ALWAYS, Points, type PointSet } from "../src/incidents/points";
import { pixels, radiusOf } from "../src/map/precision";

const interval = fc.tuple(fc.option(fc.integer({ min: 0, max: 20_000 })), fc.nat(40), fc.boolean()).map(
  ([start, days, isOpen]): [number | null, number | null] => [start, start === null || isOpen ? null : start + days],
);

function points(intervals: [number | null, number | null][]): Points {
  const none = intervals.map(() => 0);
  const given: PointSet = {
    ids: intervals.map((_, i) => `IB-${i}`), lat: intervals.map(() => 33), lon: intervals.map(() => 44),
    earliest: intervals.map(([day]) => day), latest: intervals.map(([, day]) => day), total: intervals.length,
    codes: { kind: none, status: none, grade: none, precision: none },
    values: { kind: ["rocket"], status: ["machine"], grade: [null], precision: [null] },
  };
  return new Points(given);
}

describe("a period", () => {
  test("holds those that may have been in it, and without one all are shown", () => {
    fc.assert(fc.property(fc.array(interval), fc.nat(20_000), fc.nat(400), (given, from, days) => {
      const to = from + days;
      const expected = given.flatMap(([a, b], i) => ((a !== null || b !== null) && (a ?? -1) <= to && (b ?? 1e9) >= from ? [i] : []));
      expect([...points(given).during({ from, to })]).toEqual(expected);
      expect(points(given).during(ALWAYS)).toHaveLength(given.length);
    }));
  });
});

describe("the stretches of the timeline", () => {
  test("hold each dated incident once in all", () => {
    fc.assert(fc.property(fc.array(interval, { minLength: 1 }), (given) => {
      const all = points(given);
      const span = all.span();
      fc.pre(span !== null);
      const bins = cut(all, span!, 200);
      const closed = given.filter(([a, b]) => a !== null && b !== null).length;
      const sum = [...bins.certain, ...bins.possible].reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(closed, 6);
      expect(bins.edges[0]).toBeLessThanOrEqual(span!.from);
      expect(bins.edges.at(-1)).toBeGreaterThan(span!.to);
    }));
  });

  test("are days where these are few, else weeks, months or years", () => {
    const unit = (days: number): string => cut(points([[0, 0], [days, days]]), { from: 0, to: days }, 100).unit;
    expect([50, 500, 2000, 20_000].map(unit)).toEqual(["day", "week", "month", "year"]);
  });
});

test("a coarser place is a larger area", () => {
  const radii = [1, 2, 3, 4, 5, 6].map(radiusOf);
  expect(radii).toEqual([...radii].sort((a, b) => a - b));
  expect(radii[0]).toBe(0);
  expect(pixels(100, 0, 6)).toBeCloseTo(40.9, 1);
});
