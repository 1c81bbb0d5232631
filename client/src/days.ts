/** Days as numbers since 1 January 1970, as dates, and in words. All in UTC: a day is a day, wherever it is read. */

const DAY = 86_400_000;
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

export const dateOf = (day: number): Date => new Date(day * DAY);
export const dayOf = (date: Date): number => Math.floor(date.getTime() / DAY);

/** `2021-07-05` as a number; null where it is no day. */
export function parsed(words: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(words)) return null;
  const date = new Date(`${words}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || iso(dayOf(date)) !== words ? null : dayOf(date);
}

/** A number as `2021-07-05`. */
export const iso = (day: number): string => dateOf(day).toISOString().slice(0, 10);

/** A period in words, with its precision: `5 Jul 2021`, `July 2021`, `3 – 5 Jul 2021`, `since 3 Jul 2021`, `unknown`. */
export function inWords(earliest: number | null, latest: number | null): string {
  if (earliest === null && latest === null) return "unknown";
  if (latest === null) return `since ${SHORT.format(dateOf(earliest!))}`;
  if (earliest === null) return `until ${SHORT.format(dateOf(latest))}`;
  if (earliest === latest) return SHORT.format(dateOf(earliest));
  return whole(dateOf(earliest), dateOf(latest + 1)) ?? SHORT.formatRange(dateOf(earliest), dateOf(latest));
}

/** What stands at a day of an axis: `2021` at the begin of a year, `Jul 2021` at that of a month, `5 Jul 2021`. */
export function nameOfTick(date: Date): string {
  if (date.getUTCDate() !== 1) return SHORT.format(date);
  return date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : SHORT.format(date).slice(2);
}

/** A whole month or year, where the days from `start` to before `end` are one. */
function whole(start: Date, end: Date): string | null {
  if (start.getUTCDate() !== 1 || end.getUTCDate() !== 1) return null;
  const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  if (months === 12 && start.getUTCMonth() === 0) return String(start.getUTCFullYear());
  return months === 1 ? `${start.toLocaleString("en-GB", { month: "long", timeZone: "UTC" })} ${start.getUTCFullYear()}` : null;
}
