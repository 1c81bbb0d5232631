/** The names of countries, and closer by those of cities, as far as they do not stand on each other. */

import type * as L from "leaflet";
import { colour, onTheme } from "../theme";
import { CanvasLayer } from "./canvas";

type Named = [name: string, latitude: number, longitude: number, size: number];
const CITIES_FROM = 5;
const ROOM = 4;

export class Labels extends CanvasLayer {
  private countries: Named[] = [];
  private cities: Named[] = [];
  private wanted = false;

  constructor() {
    super("labels");
  }

  override onAdd(map: L.Map): this {
    const pane = map.createPane("labels");
    pane.classList.add("labels-pane");
    super.onAdd(map);
    this.load("countries").then((found) => (this.countries = found));
    onTheme(() => this.redraw());
    return this;
  }

  private async load(name: string): Promise<Named[]> {
    // Without names the map is still a map.
    const found = await fetch(`/assets/basemap/${name}.json`)
      .then((answer) => (answer.ok ? (answer.json() as Promise<Named[]>) : []))
      .catch((): Named[] => []);
    this.redraw();
    return found;
  }

  protected draw(context: CanvasRenderingContext2D, map: L.Map): void {
    const zoom = map.getZoom();
    if (zoom >= CITIES_FROM && !this.wanted) {
      this.wanted = true;
      this.load("cities").then((found) => (this.cities = found));
    }
    const taken: Box[] = [];
    context.strokeStyle = colour("land");
    context.lineWidth = 3;
    context.lineJoin = "round";
    const letters = getComputedStyle(document.body).fontFamily;
    context.fillStyle = colour("soft");
    context.textAlign = "center";
    context.font = `600 12px ${letters}`;
    for (const named of this.countries) {
      if (named[3] * 4 ** zoom > 1500) write(context, map, named, named[0].toUpperCase(), 0, taken);
    }
    if (zoom < CITIES_FROM) return;
    context.textAlign = "left";
    context.font = `12px ${letters}`;
    const least = 8_000_000 / 3 ** (zoom - CITIES_FROM);
    for (const named of this.cities) {
      if (named[3] < least) break;
      if (write(context, map, named, named[0], 6, taken)) dot(context, map, named);
    }
  }
}

type Box = [left: number, top: number, right: number, bottom: number];

function write(
  context: CanvasRenderingContext2D, map: L.Map, named: Named, text: string, aside: number, taken: Box[],
): boolean {
  const at = map.latLngToContainerPoint([named[1], named[2]]);
  const size = map.getSize();
  if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) return false;
  const width = context.measureText(text).width;
  const left = aside ? at.x + aside : at.x - width / 2;
  const box: Box = [left - ROOM, at.y - 8 - ROOM, left + width + ROOM, at.y + 8 + ROOM];
  if (taken.some((other) => meet(box, other))) return false;
  taken.push(box);
  const x = aside ? at.x + aside : at.x;
  context.strokeText(text, x, at.y + 4);
  context.fillText(text, x, at.y + 4);
  return true;
}

function dot(context: CanvasRenderingContext2D, map: L.Map, named: Named): void {
  const at = map.latLngToContainerPoint([named[1], named[2]]);
  context.beginPath();
  context.arc(at.x, at.y, 2, 0, 2 * Math.PI);
  context.fill();
}

const meet = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
