/** The map of an incident: where it struck, where it was launched, and how exactly that is known. */

import * as L from "leaflet";
import { makeMap } from "../map/base";
import { PRECISION, radiusOf } from "../map/precision";
import { colour, onTheme } from "../theme";
import { el } from "../dom";

interface Spot {
  role: "impact" | "launch";
  name: string;
  lat: number;
  lon: number;
  precision: number | null;
  site: string | null;
  impact: string | null;
}

const CLOSEST = 9;
const ROLES = { impact: "Where it struck or was aimed at", launch: "Launched from" } as const;

export function showMap(): void {
  const box = document.querySelector<HTMLElement>("#map");
  if (!box) return;
  box.hidden = false;
  box.parentElement?.classList.add("live"); // the drawn map stays for print
  const spots = JSON.parse(box.dataset.places ?? "[]") as Spot[];
  const map = makeMap(box, { label: `Map: ${box.dataset.title ?? ""}. ${spots.map(inWords).join("; ")}` });
  const drawn = L.layerGroup().addTo(map);
  const draw = (): void => {
    drawn.clearLayers();
    addLine(drawn, spots);
    for (const spot of [...spots].reverse()) addSpot(drawn, spot);
  };
  draw();
  onTheme(draw);
  map.fitBounds(bounds(spots), { maxZoom: CLOSEST, padding: [30, 30], animate: false });
}

function inWords(spot: Spot): string {
  const exact = PRECISION[spot.precision ?? 0] ?? "exactness unknown";
  const place = `${ROLES[spot.role]}: ${spot.name}, ${exact}`;
  if (spot.role === "launch") return place;
  const site = spot.site ? `; site: ${spot.site.replaceAll("_", " ")}` : "";
  return `${place}${site}${spot.impact ? `; impact: ${spot.impact}` : ""}`;
}

function addSpot(group: L.LayerGroup, spot: Spot): void {
  const ink = colour("incident");
  const radius = radiusOf(spot.precision) * 1000;
  if (radius) L.circle(at(spot), { radius, stroke: false, fillColor: ink, fillOpacity: 0.18, interactive: false }).addTo(group);
  const fillColor = spot.role === "impact" ? ink : colour("paper");
  L.circleMarker(at(spot), { radius: 7, color: ink, weight: 3, fillColor, fillOpacity: 1 })
    .bindPopup(el("p", { dir: "auto" }, inWords(spot)))
    .bindTooltip(el("span", { dir: "auto" }, spot.role === "launch" ? `Launched from ${spot.name}` : spot.name))
    .addTo(group);
}

function addLine(group: L.LayerGroup, spots: Spot[]): void {
  if (spots.length < 2) return;
  L.polyline(spots.map(at), { color: colour("soft"), weight: 1.5, dashArray: "5 4", interactive: false }).addTo(group);
}

const at = (spot: Spot): L.LatLngTuple => [spot.lat, spot.lon];

function bounds(spots: Spot[]): L.LatLngBounds {
  const around = spots.map((spot) => L.latLng(at(spot)).toBounds(Math.max(radiusOf(spot.precision) * 2200, 200_000)));
  return around.reduce((all, one) => all.extend(one), around[0] ?? L.latLngBounds([[0, 0]]));
}
