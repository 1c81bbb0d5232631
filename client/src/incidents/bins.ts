/** A period cut into equal stretches, and how many incidents fall into each: certainly, or possibly. */

import { type CountableTimeInterval, utcDay, utcMonday, utcMonth, utcYear } from "d3-time";
import { dateOf, dayOf } from "../days";
import type { Period, Points } from "./points";

export interface Bins {
  /** The first day of each stretch, and behind the last one the day after it. */
  edges: number[];
  /** Those whose days all lie in the stretch. */
  certain: number[];
  /** Those of which only some days do, each counted in part: by its days there. */
  possible: number[];
  unit: string;
}

const UNITS: [string, CountableTimeInterval][] = [
  ["day", utcDay], ["week", utcMonday], ["month", utcMonth], ["year", utcYear],
];
const LONGEST_SPREAD = 366;

/** Cuts a period by the finest unit that makes no more than `most` stretches. */
export function cut(points: Points, period: Period, most: number): Bins {
  const [start, end] = [dateOf(period.from), dateOf(period.to)];
  const [unit, interval] = UNITS.find(([, unit]) => unit.count(start, end) < most) ?? UNITS[UNITS.length - 1]!;
  const first = interval.floor(start);
  const edges = interval.range(first, interval.offset(interval.floor(end), 2)).map(dayOf);
  const bins = { edges, certain: edges.slice(1).map(() => 0), possible: edges.slice(1).map(() => 0), unit };
  for (let i = 0; i < points.size; i++) put(bins, points.earliest[i]!, points.latest[i]!);
  return bins;
}

/** One with an open end, or spread over more than a year, is in no stretch: it would be spread too thin to see. */
function put(bins: Bins, earliest: number, latest: number): void {
  if (!(latest - earliest < LONGEST_SPREAD)) return;
  const [first, last] = [at(bins.edges, earliest), at(bins.edges, latest)];
  if (first === last) {
    bins.certain[first]! += 1;
    return;
  }
  for (let bin = first; bin <= last; bin++) {
    const days = Math.min(latest + 1, bins.edges[bin + 1]!) - Math.max(earliest, bins.edges[bin]!);
    bins.possible[bin]! += days / (latest + 1 - earliest);
  }
}

/** Which stretch a day lies in. */
function at(edges: number[], day: number): number {
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= day) low = middle;
    else high = middle;
  }
  return low;
}
