/** The incidents as the map and the timeline need them: numbers in columns, so that twenty thousand are filtered at once. */

/** What `GET /api/points` answers. */
export interface PointSet {
  ids: string[];
  lat: (number | null)[];
  lon: (number | null)[];
  earliest: (number | null)[];
  latest: (number | null)[];
  codes: Record<"kind" | "status" | "grade" | "precision", number[]>;
  values: Record<"kind" | "status" | "grade" | "precision", (string | number | null)[]>;
  total: number;
}

/** A period of days, both ends included; an open end is infinite. */
export interface Period {
  from: number;
  to: number;
}

export const ALWAYS: Period = { from: -Infinity, to: Infinity };

export class Points {
  readonly size: number;
  readonly ids: string[];
  readonly lat: Float64Array;
  readonly lon: Float64Array;
  /** Days; an open end is infinite, of one without a date both. */
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
  readonly dated: Uint8Array;
  readonly precision: Uint8Array;
  /** How many meet the conditions; more than `size` where not all were sent. */
  readonly total: number;

  constructor(given: PointSet) {
    this.size = given.ids.length;
    this.ids = given.ids;
    this.total = given.total;
    this.lat = Float64Array.from(given.lat, (d) => d ?? NaN);
    this.lon = Float64Array.from(given.lon, (d) => d ?? NaN);
    this.earliest = Float64Array.from(given.earliest, (day) => day ?? -Infinity);
    this.latest = Float64Array.from(given.latest, (day) => day ?? Infinity);
    this.dated = Uint8Array.from(given.earliest, (day, i) => (day === null && given.latest[i] === null ? 0 : 1));
    this.precision = Uint8Array.from(given.codes.precision, (code) => Number(given.values.precision[code] ?? 2));
  }

  /** Whether an incident has a place on the map. */
  isPlaced(index: number): boolean {
    return !Number.isNaN(this.lat[index]!);
  }

  /** The incidents that may have been in a period; of all times those without a date too. */
  during(period: Period): Int32Array {
    const found = new Int32Array(this.size);
    const always = period.from === -Infinity && period.to === Infinity;
    let size = 0;
    for (let i = 0; i < this.size; i++) {
      if (always || (this.dated[i] && this.earliest[i]! <= period.to && this.latest[i]! >= period.from)) found[size++] = i;
    }
    return found.subarray(0, size);
  }

  /** The first and last day of which an incident tells; null where none is dated. */
  span(): Period | null {
    let [from, to] = [Infinity, -Infinity];
    for (let i = 0; i < this.size; i++) {
      const [earliest, latest] = [this.earliest[i]!, this.latest[i]!];
      for (const day of [earliest, latest]) {
        if (Number.isFinite(day)) [from, to] = [Math.min(from, day), Math.max(to, day)];
      }
    }
    return from <= to ? { from, to } : null;
  }
}
