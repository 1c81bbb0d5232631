/** What is sent for a decision, and what is asked for before. */

import { describe, expect, test } from "vitest";
import { body, lacking } from "../src/incident/decide";

function given(fields: Record<string, string | string[]>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) data.append(name, one);
  return data;
}

describe("what is sent", () => {
  test("a correction has its property and value, and null for what is left empty", () => {
    const fields = { property: "killed", value: " 3-5 ", why: "", source: "the ministry" };
    const sent = { kind: "correct", incident: "IB-1", property: "killed", value: "3-5", why: null, source: "the ministry" };
    expect(body("correct", "IB-1", given(fields))).toEqual(sent);
  });
  test("a split has all reports that were chosen", () => {
    expect(body("split", "IB-1", given({ report: ["a-1", "b-1"] }))).toMatchObject({ reports: ["a-1", "b-1"] });
  });
  test("a confirmation names no property", () => {
    expect(body("confirm", "IB-1", given({}))).toEqual({ kind: "confirm", incident: "IB-1", why: null, source: null });
  });
});

describe("what is asked for", () => {
  test("a correction and a rejection take a reason or a source", () => {
    expect(lacking({ kind: "correct", value: "3" })).toContain("reason");
    expect(lacking({ kind: "reject" })).toContain("reason");
    expect(lacking({ kind: "reject", why: "a drill" })).toBe("");
    expect(lacking({ kind: "correct", value: null, source: "x" })).toContain("value");
  });
  test("a split takes reports, a confirmation nothing", () => {
    expect(lacking({ kind: "split", reports: [] })).toContain("reports");
    expect(lacking({ kind: "confirm" })).toBe("");
  });
});
