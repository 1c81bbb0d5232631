/** Incidents on the map: a pin where the place is exact, a soft area where it is not, a number where many lie together. */

import * as L from "leaflet";
import Supercluster, { type ClusterFeature, type PointFeature } from "supercluster";
import type { Points } from "../incidents/points";
import { colour, onTheme } from "../theme";
import { CanvasLayer } from "./canvas";
import { MOST_ZOOM } from "./base";
import { pixels, radiusOf } from "./precision";

interface Own {
  index: number;
  precision: number;
}
interface Summed {
  precision: number;
}
type Cluster = ClusterFeature<Summed> | PointFeature<Own>;

/** What lies at a spot: the incidents, by their numbers in the points. */
export interface Spot {
  at: L.LatLng;
  indices: number[];
}

interface Drawn {
  x: number;
  y: number;
  radius: number;
  cluster: Cluster;
}

const NEAR = 44;
const PIN = 6;
const COARSE = 4;
const MOST_NAMED = 50;

export class Spots extends CanvasLayer {
  private features: PointFeature<Own>[] = [];
  private points: Points | null = null;
  private chosen: Int32Array = new Int32Array();
  private index: Supercluster<Own, Summed> | null = null;
  private zoom = -1;
  private drawn: Drawn[] = [];

  constructor() {
    super("spots");
    onTheme(() => this.redraw());
  }

  override onAdd(map: L.Map): this {
    map.createPane("spots").classList.add("spots-pane");
    return super.onAdd(map);
  }

  /** Takes other points. */
  take(points: Points, chosen: Int32Array): void {
    this.points = points;
    this.features = Array.from(points.ids, (_, index) => ({
      type: "Feature",
      properties: { index, precision: points.precision[index]! },
      geometry: { type: "Point", coordinates: [points.lon[index]!, points.lat[index]!] },
    }));
    this.choose(chosen);
  }

  /** Shows some of the points. */
  choose(chosen: Int32Array): void {
    this.chosen = chosen;
    this.index = null;
    this.redraw();
  }

  /** Where a group of points lies that are shown; null where none has a place. */
  bounds(): L.LatLngBounds | null {
    const found = L.latLngBounds([]);
    for (const i of this.chosen) {
      if (this.points?.isPlaced(i)) found.extend([this.points.lat[i]!, this.points.lon[i]!]);
    }
    return found.isValid() ? found : null;
  }

  /** What is drawn at a place of the view. */
  hit(x: number, y: number): Spot | null {
    let best: Drawn | null = null;
    for (const one of this.drawn) {
      const far = Math.hypot(one.x - x, one.y - y);
      if (far <= Math.max(one.radius, 10) && (!best || far < Math.hypot(best.x - x, best.y - y))) best = one;
    }
    return best && this.spot(best.cluster);
  }

  private spot(cluster: Cluster): Spot {
    const [lon, lat] = cluster.geometry.coordinates as [number, number];
    const leaves = isMany(cluster) ? this.index!.getLeaves(cluster.properties.cluster_id, MOST_NAMED) : [cluster];
    return { at: L.latLng(lat, lon), indices: leaves.map((leaf) => (leaf.properties as Own).index) };
  }

  private clustered(zoom: number): Supercluster<Own, Summed> {
    if (this.index && this.zoom === zoom) return this.index;
    const index = new Supercluster<Own, Summed>({
      radius: NEAR,
      extent: 256,
      minZoom: zoom,
      maxZoom: zoom,
      map: ({ precision }) => ({ precision }),
      reduce: (sum, one) => {
        sum.precision = Math.min(sum.precision, one.precision);
      },
    });
    const placed: PointFeature<Own>[] = [];
    for (const i of this.chosen) if (this.points!.isPlaced(i)) placed.push(this.features[i]!);
    this.zoom = zoom;
    return (this.index = index.load(placed));
  }

  protected draw(context: CanvasRenderingContext2D, map: L.Map): void {
    this.drawn = [];
    if (!this.points) return;
    const zoom = Math.min(Math.round(map.getZoom()), MOST_ZOOM);
    const around = map.getBounds().pad(0.2);
    const box = [around.getWest(), around.getSouth(), around.getEast(), around.getNorth()] as [number, number, number, number];
    const clusters = this.clustered(zoom).getClusters(box, zoom);
    const ink = colour("incident");
    const paper = colour("paper");
    clusters.sort((a, b) => b.properties.precision - a.properties.precision);
    for (const cluster of clusters) this.drawOne(context, map, cluster, ink, paper);
    if (clusters.length) performance.mark("spots");
  }

  private drawOne(context: CanvasRenderingContext2D, map: L.Map, cluster: Cluster, ink: string, paper: string): void {
    const [lon, lat] = cluster.geometry.coordinates as [number, number];
    const { x, y } = map.latLngToContainerPoint([lat, lon]);
    const { precision } = cluster.properties;
    const many = isMany(cluster) ? cluster.properties.point_count : 1;
    const soft = pixels(radiusOf(precision), lat, map.getZoom());
    const radius = many > 1 ? Math.min(9 + 2.2 * Math.log2(many), 30) : PIN;
    if (soft > radius) area(context, x, y, Math.min(soft, 400), ink);
    disc(context, x, y, radius, precision >= COARSE ? paper : ink, ink);
    if (many > 1) number(context, x, y, many, precision >= COARSE ? ink : paper);
    this.drawn.push({ x, y, radius, cluster });
  }
}

const isMany = (cluster: Cluster): cluster is ClusterFeature<Summed> => "cluster" in cluster.properties;

function area(context: CanvasRenderingContext2D, x: number, y: number, radius: number, ink: string): void {
  const shade = context.createRadialGradient(x, y, 0, x, y, radius);
  shade.addColorStop(0, ink);
  shade.addColorStop(1, "transparent");
  context.globalAlpha = 0.28;
  context.fillStyle = shade;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number, fill: string, line: string): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.globalAlpha = 0.92;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.strokeStyle = line;
  context.setLineDash(fill === line ? [] : [3, 2]);
  context.stroke();
  context.setLineDash([]);
}

function number(context: CanvasRenderingContext2D, x: number, y: number, many: number, ink: string): void {
  context.fillStyle = ink;
  context.font = "600 12px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(many < 10_000 ? String(many) : `${Math.round(many / 1000)}k`, x, y + 0.5);
  context.textBaseline = "alphabetic";
}
