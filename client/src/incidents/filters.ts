/** What is looked for, as it stands in the page's address and as the API takes it: both have the same names. */

export interface Filters {
  q: string;
  country: string[];
  kind: string[];
  grade: string[];
  status: string[];
  actor: string;
  source: string;
  from: string;
  to: string;
  when: "" | "certain";
  policy: string;
  as_of: string;
  sort: "" | "date" | "-updated";
  /** Whether the list keeps to what the map shows. */
  view: boolean;
}

/** The middle of the map and how close it is. */
export interface Look {
  lat: number;
  lon: number;
  zoom: number;
}

const WORDS = ["q", "actor", "source", "from", "to", "when", "policy", "as_of", "sort"] as const;
const LISTS = ["country", "kind", "grade", "status"] as const;
const PERIOD = ["from", "to", "when"];

export const NOTHING: Filters = {
  q: "", country: [], kind: [], grade: [], status: [], actor: "", source: "", from: "", to: "", when: "",
  policy: "", as_of: "", sort: "", view: false,
};

/** Filters out of the part of an address behind `?`. What it does not know it leaves out. */
export function readFilters(search: string): Filters {
  const given = new URLSearchParams(search);
  const words = Object.fromEntries(WORDS.map((name) => [name, given.get(name) ?? ""]));
  const lists = Object.fromEntries(LISTS.map((name) => [name, given.getAll(name).filter(Boolean)]));
  return { ...NOTHING, ...words, ...lists, view: given.get("view") === "1" };
}

/** Where the map stands by an address; null where it says nothing of that. */
export function readLook(search: string): Look | null {
  const parts = (new URLSearchParams(search).get("map") ?? "").split("/").map(Number);
  const [zoom, lat, lon] = parts;
  if (parts.length !== 3 || zoom === undefined || lat === undefined || lon === undefined) return null;
  return [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 90 ? { zoom, lat, lon } : null;
}

/** The part of an address behind `?`, empty where nothing is chosen. */
export function written(filters: Filters, look: Look | null = null): string {
  const made = asked(filters);
  if (filters.sort) made.set("sort", filters.sort);
  if (filters.view) made.set("view", "1");
  if (look) made.set("map", `${look.zoom}/${round(look.lat)}/${round(look.lon)}`);
  return made.size ? `?${made.toString().replaceAll("%2F", "/")}` : "";
}

/** The conditions as the API takes them. */
export function asked(filters: Filters): URLSearchParams {
  const made = new URLSearchParams();
  for (const name of WORDS) if (name !== "sort" && filters[name]) made.set(name, filters[name]);
  for (const name of LISTS) for (const value of filters[name]) made.append(name, value);
  return made;
}

/** The same conditions for all times. */
export function ofAllTimes(filters: Filters): Filters {
  return { ...filters, from: "", to: "", when: "" };
}

/** How many conditions are set, those of the period left out. */
export function count(filters: Filters): number {
  return new Set([...asked(filters).keys()].filter((name) => !PERIOD.includes(name))).size;
}

const round = (degrees: number): number => Math.round(degrees * 1e4) / 1e4;
