import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateOf, inWords, iso, nameOfTick, parsed } from "../src/days";

const day = (words: string): number => parsed(words)!;

describe("days", () => {
  test("come back as they were written", () => {
    fc.assert(fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (n) => {
      fc.pre(/^\d{4}-/.test(iso(n)));
      expect(parsed(iso(n))).toBe(n);
    }));
  });

  test.each(["2021-02-30", "2021-13-01", "5 July", "", "2021-7-5"])("%s is no day", (words) => expect(parsed(words)).toBeNull());

  test.each([
    ["2021-07-05", "2021-07-05", "5 Jul 2021"],
    ["2021-07-01", "2021-07-31", "July 2021"],
    ["2020-02-01", "2020-02-29", "February 2020"],
    ["2021-01-01", "2021-12-31", "2021"],
    ["2021-07-04", "2021-07-05", "4 – 5 Jul 2021"],
    ["2020-12-28", "2021-01-02", "28 Dec 2020 – 2 Jan 2021"],
  ])("%s to %s is %s", (from, to, words) => {
    expect(inWords(day(from), day(to)).replace(/[\u2009\u202f]/g, " ")).toBe(words);
  });

  test.each([["2021-01-01", "2021"], ["2021-07-01", "Jul 2021"], ["2021-07-05", "5 Jul 2021"]])("%s on an axis is %s", (words, name) =>
    expect(nameOfTick(dateOf(day(words)))).toBe(name));

  test("open ends say so", () => {
    expect(inWords(day("2021-07-05"), null)).toBe("since 5 Jul 2021");
    expect(inWords(null, day("2021-07-05"))).toBe("until 5 Jul 2021");
    expect(inWords(null, null)).toBe("unknown");
  });
});
