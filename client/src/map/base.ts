/** The map that every page uses: Leaflet over the basemap that comes with the program; nothing is asked of other servers. */

import "leaflet/dist/leaflet.css";
import "../../styles/map.css";
import * as L from "leaflet";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { colour, onTheme } from "../theme";
import { Labels } from "./labels";

export interface MapOptions {
  centre?: [number, number];
  zoom?: number;
  /** What the map shows, for those who do not see it. */
  label: string;
}

export const MOST_ZOOM = 12;
const FINE_FROM = 4;
const WHOLE: L.LatLngBoundsExpression = [[-85, -190], [85, 190]];
type Atlas = Topology<{ land: GeometryCollection; borders: GeometryCollection }>;

/** A map in an element, with the basemap under it. */
export function makeMap(element: HTMLElement, options: MapOptions): L.Map {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    center: options.centre ?? [20, 15],
    zoom: options.zoom ?? 2,
    minZoom: 1,
    maxZoom: MOST_ZOOM,
    zoomSnap: 0.5,
    maxBounds: WHOLE,
    maxBoundsViscosity: 0.8,
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
    attributionControl: false,
    renderer: L.canvas({ padding: 0.3 }),
  });
  L.control.attribution({ prefix: false }).addAttribution("Natural Earth, GeoNames").addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", options.label);
  addBasemap(map);
  new Labels().addTo(map);
  return map;
}

function addBasemap(map: L.Map): void {
  const pane = map.createPane("base");
  pane.classList.add("base-pane");
  const renderer = L.canvas({ pane: "base", padding: 0.3 });
  let shown: L.GeoJSON[] = [];
  let fine = false;

  const draw = (atlas: Atlas): void => {
    for (const layer of shown) layer.remove();
    const given = { pane: "base", renderer, interactive: false } as L.GeoJSONOptions;
    shown = [
      L.geoJSON(feature(atlas, atlas.objects.land), { ...given, style: landStyle }),
      L.geoJSON(feature(atlas, atlas.objects.borders), { ...given, style: borderStyle }),
    ];
    for (const layer of shown) layer.addTo(map);
  };
  const load = async (name: string): Promise<void> => {
    const answer = await fetch(`/assets/basemap/${name}.json`);
    if (answer.ok) draw((await answer.json()) as Atlas);
  };
  const finer = (): void => {
    if (fine || map.getZoom() < FINE_FROM) return;
    fine = true;
    load("fine").catch(() => (fine = false));
  };

  load("coarse").then(finer, () => undefined); // without a basemap the incidents are still there
  map.on("zoomend", finer);
  onTheme(() => {
    shown[0]?.setStyle(landStyle());
    shown[1]?.setStyle(borderStyle());
  });
}

const landStyle = (): L.PathOptions => ({ stroke: false, fill: true, fillColor: colour("land"), fillOpacity: 1 });
const borderStyle = (): L.PathOptions => ({ color: colour("border"), weight: 0.8, fill: false });
