/** The first page: the map, the timeline and the list of incidents, all by the same filters, which stand in the address. */

import "../frame";
import "../../styles/front.css";
import type * as L from "leaflet";
import { ApiError, read } from "../api";
import { iso, parsed } from "../days";
import { all, one, tell } from "../dom";
import { asked, count, type Filters, NOTHING, ofAllTimes, readFilters, readLook, written } from "../incidents/filters";
import { closeByItself } from "../incidents/choices";
import { nameCountries } from "../incidents/incident";
import { List } from "../incidents/list";
import { type Period, Points, type PointSet } from "../incidents/points";
import { open } from "../incidents/popup";
import { Timeline } from "../incidents/timeline";
import { makeMap, MOST_ZOOM } from "../map/base";
import { Spots } from "../map/spots";

const form = one<HTMLFormElement>("#filters");
let filters = readFilters(location.search);
let points = new Points({ ids: [], lat: [], lon: [], earliest: [], latest: [], total: 0, codes: empty(), values: empty() });
let fetched: string | null = null;
let fetching: AbortController | null = null;

const look = readLook(location.search);
const map = makeMap(one("#map"), {
  label: "Map of incidents; the list below holds the same",
  ...(look ? { centre: [look.lat, look.lon] as [number, number], zoom: look.zoom } : {}),
});
let moved = look !== null;
const spots = new Spots().addTo(map);
const timeline = new Timeline(one("#timeline"), { moved: brushed, rested });
const list = new List(one("#rows"), one("#more"), one("#told"), link);

function empty<T>(): Record<"kind" | "status" | "grade" | "precision", T[]> {
  return { kind: [], status: [], grade: [], precision: [] };
}

/** The address of an incident, in the same view of the book. */
function link(id: string): string {
  const kept = new URLSearchParams();
  if (filters.policy) kept.set("policy", filters.policy);
  if (filters.as_of) kept.set("as_of", filters.as_of);
  return `/incidents/${id}${kept.size ? `?${kept}` : ""}`;
}

function period(): Period {
  return { from: parsed(filters.from) ?? -Infinity, to: parsed(filters.to) ?? Infinity };
}

/** Shows on the map those of a period; called at each move of the brush. */
function showPeriod(chosen: Period): Int32Array {
  const found = points.during(chosen);
  spots.choose(found);
  one("#period").textContent = inWords(chosen, found.length);
  return found;
}

function inWords(chosen: Period, many: number): string {
  const amount = `${many.toLocaleString("en")} ${many === 1 ? "incident" : "incidents"}`;
  const { from, to } = chosen;
  if (from === -Infinity && to === Infinity) return amount;
  if (from === -Infinity) return `${amount} until ${iso(to)}`;
  return to === Infinity ? `${amount} since ${iso(from)}` : `${amount} from ${iso(from)} to ${iso(to)}`;
}

function brushed(chosen: Period): void {
  performance.mark("brush-begin");
  showPeriod(chosen);
  spots.drawNow();
  performance.measure("brush", "brush-begin");
}

function rested(chosen: Period): void {
  const day = (n: number): string => (Number.isFinite(n) ? iso(n) : "");
  change({ ...filters, from: day(chosen.from), to: day(chosen.to) });
}

/** Takes other filters: in the form, the address, the map, the timeline and the list. */
function change(next: Filters, how: "push" | "replace" | "none" = "push"): void {
  filters = next;
  fill();
  if (how !== "none") note(how);
  void fetchPoints();
  showList();
}

function note(how: "push" | "replace"): void {
  const at = map.getCenter();
  const look = moved ? { lat: at.lat, lon: at.lng, zoom: map.getZoom() } : null;
  const address = `${location.pathname}${written(filters, look)}`;
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  for (const download of all<HTMLAnchorElement>("a.download")) {
    download.href = `${download.dataset.at}?${asked(filters)}`;
  }
}

async function fetchPoints(): Promise<void> {
  const all = asked(ofAllTimes(filters)).toString();
  const query = points.total > points.size ? asked(filters).toString() : all;
  if (fetched !== query && fetched !== all) {
    fetching?.abort();
    const mine = (fetching = new AbortController());
    one("#map").setAttribute("aria-busy", "true");
    try {
      points = new Points(await read<PointSet>(`/api/points?${query}`, mine.signal));
      fetched = query;
      tell("");
    } catch (error) {
      if (!mine.signal.aborted) tell(error instanceof ApiError ? error.told : String(error), "problem");
      return;
    } finally {
      if (fetching === mine) one("#map").removeAttribute("aria-busy");
    }
    spots.take(points, points.during(period()));
  }
  timeline.show(points, period());
  showPeriod(period());
  if (!moved) showAll();
  one("#not-all").textContent =
    points.total > points.size
      ? `The map shows the ${points.size.toLocaleString("en")} latest of ${points.total.toLocaleString("en")}: choose a shorter period, or more conditions.`
      : "";
}

function showAll(): void {
  const bounds = spots.bounds();
  if (bounds) map.fitBounds(bounds.pad(0.15), { maxZoom: 7, animate: false });
  moved = false;
}

function showList(): void {
  const query = asked(filters);
  query.set("sort", filters.sort || "-date");
  if (filters.view) query.set("bbox", box(map.getBounds()));
  list.show(query);
}

function box(bounds: L.LatLngBounds): string {
  const within = (value: number, most: number): number => Math.max(-most, Math.min(most, value));
  const [west, east] = [within(bounds.getWest(), 180), within(bounds.getEast(), 180)];
  return [west, within(bounds.getSouth(), 90), east, within(bounds.getNorth(), 90)].map((n) => n.toFixed(4)).join(",");
}

/** Puts the filters into the form. */
function fill(): void {
  for (const name of ["q", "actor", "source", "from", "to", "when", "policy", "as_of", "sort"] as const) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = filters[name];
  }
  for (const name of ["country", "kind", "grade", "status"] as const) {
    for (const field of all<HTMLInputElement>(`input[name=${name}]`, form)) field.checked = filters[name].includes(field.value);
    const summary = form.querySelector(`[data-of=${name}]`);
    if (summary) summary.textContent = filters[name].length ? String(filters[name].length) : "all";
  }
  one<HTMLInputElement>("#in-view").checked = filters.view;
  const many = count(filters);
  one("#how-many").textContent = many ? `(${many})` : "";
  one<HTMLButtonElement>("#clear").hidden = !many && !filters.from && !filters.to && !filters.view;
}

/** The filters that stand in the form. */
function given(): Filters {
  const data = new FormData(form);
  const word = (name: string): string => String(data.get(name) ?? "").trim();
  const list = (name: string): string[] => data.getAll(name).map(String);
  return {
    q: word("q"), actor: word("actor"), source: word("source"), from: word("from"), to: word("to"),
    when: word("when") as Filters["when"], policy: word("policy"), as_of: word("as_of"), sort: word("sort") as Filters["sort"],
    country: list("country"), kind: list("kind"), grade: list("grade"), status: list("status"),
    view: one<HTMLInputElement>("#in-view").checked,
  };
}

let waiting = 0;
// Heard of the whole page: the order and "only what the map shows" are of the form and stand outside it.
document.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement) || target.form !== form) return;
  const isTyped = ["text", "search"].includes(target.type);
  clearTimeout(waiting);
  waiting = window.setTimeout(() => form.reportValidity() && change(given(), isTyped ? "replace" : "push"), isTyped ? 250 : 0);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  change(given());
});
for (const button of all<HTMLButtonElement>("#clear, .clear")) {
  button.addEventListener("click", () => change({ ...NOTHING, policy: filters.policy, as_of: filters.as_of }));
}
document.addEventListener("listed", (event) => {
  one("#nothing").hidden = (event as CustomEvent<number>).detail > 0;
});
addEventListener("popstate", () => {
  const look = readLook(location.search);
  if (look) map.setView([look.lat, look.lon], look.zoom, { animate: false });
  change(readFilters(location.search), "none");
});

// The map stands in the address once somebody moved it, not when it shows all by itself. Heard before the map's buttons, which
// keep what happens on them to themselves.
for (const name of ["mousedown", "wheel", "keydown", "touchstart"]) {
  one("#map").addEventListener(name, () => (moved = true), { passive: true, capture: true });
}
map.on("moveend", () => {
  if (moved) note("replace");
  if (filters.view) showList();
});
map.on("mousemove", (event: L.LeafletMouseEvent) => {
  one("#map").classList.toggle("on-spot", spots.hit(event.containerPoint.x, event.containerPoint.y) !== null);
});
map.on("click", (event: L.LeafletMouseEvent) => {
  const spot = spots.hit(event.containerPoint.x, event.containerPoint.y);
  if (!spot) return;
  const places = new Set(spot.indices.map((i) => `${points.lat[i]} ${points.lon[i]}`));
  if (places.size > 1 && map.getZoom() < MOST_ZOOM) map.setView(spot.at, Math.min(map.getZoom() + 2, MOST_ZOOM));
  else void open(map, spot.at, spot.indices.map((i) => points.ids[i]!), link);
});

nameCountries(all("[data-country]").map((name) => [name.dataset.country ?? "", name.textContent ?? ""]));
closeByItself(all<HTMLDetailsElement>("details.choice"));
fill();
note("replace");
change(filters, "none");
