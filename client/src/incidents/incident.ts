/** An incident as the API gives it, as far as lists show it, and its cells in words. */

import { inWords, parsed } from "../days";

export interface Count {
  low: number;
  best: number | null;
  high: number | null;
}

export interface Incident {
  id: string;
  values: {
    date?: { earliest: string | null; latest: string | null } | null;
    place?: { name: string; country: string | null; admin1: string | null; precision: number | null } | null;
    attack_type?: string | null;
    site?: string | null;
    killed?: Count | null;
    injured?: Count | null;
  };
  conflicts: { property: string }[];
  sources: { documents: number; independent: number };
  status: string;
  grade: string | null;
}

const countries = new Map<string, string>();

/** Takes the names of countries that the page has, so that all pages call them alike. */
export function nameCountries(names: Iterable<[string, string]>): void {
  for (const [code, name] of names) countries.set(code, name);
}

/** A country's name; the code itself where none is known. */
export const country = (code: string): string => countries.get(code) ?? code;

/** `rocket`, `suicide bomb`; an attack of an unknown kind is an attack. */
export const kind = (incident: Incident): string => (incident.values.attack_type ?? "attack").replaceAll("_", " ");

/** When it was. */
export function when(incident: Incident): string {
  const date = incident.values.date;
  return inWords(date?.earliest ? parsed(date.earliest) : null, date?.latest ? parsed(date.latest) : null);
}

/** Where it was: the place, its province and country. */
export function where(incident: Incident): string {
  const place = incident.values.place;
  if (!place) return "unknown";
  const parts = [place.name, place.admin1, place.country && country(place.country)].filter(Boolean) as string[];
  return parts.filter((part, i) => i === 0 || part !== parts[0]).join(", ");
}

/** `3`, `3–5`, `at least 3`, `unknown`. */
export function number(count: Count | null | undefined): string {
  if (!count) return "unknown";
  if (count.high === null) return `at least ${count.low}`;
  return count.low === count.high ? String(count.low) : `${count.low}–${count.high}`;
}
