// Writes the basemap that goes with the program: land and borders of Natural Earth (public domain, from `world-atlas`),
// coarse for the first view and fine for a closer one, cut at the antimeridian so that a flat map can draw them.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoArea, geoCentroid, geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import { feature, mesh } from "topojson-client";
import { topology } from "topojson-server";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "public", "basemap");
const atlas = (name) => JSON.parse(readFileSync(createRequire(import.meta.url).resolve(`world-atlas/${name}.json`)));

/** A sphere's geometry as a flat one in degrees, cut at the antimeridian, with no points added along great circles. */
const flat = (geometry) =>
  geoProject(geometry, geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0).reflectY(true));

const rounded = (number) => Math.round(number * 1000) / 1000;
const line = (points) => points.map(([x, y]) => [rounded(x), rounded(y)]);
const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);
const lines = (geometry) => (geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates);

/** The largest part of a country, where its name stands. */
const mainPart = (geometry) =>
  polygons(geometry)
    .map((coordinates) => ({ type: "Polygon", coordinates }))
    .reduce((a, b) => (geoArea(a) >= geoArea(b) ? a : b));

/** The names of countries: `[name, latitude, longitude, area]` of each, the largest first; area in square degrees. */
const names = (world) =>
  feature(world, world.objects.countries)
    .features.map((f) => ({ name: f.properties.name, part: mainPart(f.geometry) }))
    .map(({ name, part }) => [name, ...geoCentroid(part).reverse().map(rounded), rounded(geoArea(part) * (180 / Math.PI) ** 2)])
    .sort((a, b) => b[3] - a[3]);

mkdirSync(out, { recursive: true });
for (const [name, source, steps] of [["coarse", "countries-110m", 5e3], ["fine", "countries-50m", 5e4]]) {
  const world = atlas(source);
  const land = { type: "FeatureCollection", features: feature(world, world.objects.land).features.map(flat) };
  const borders = flat(mesh(world, world.objects.countries, (a, b) => a !== b));
  const made = topology({ land, borders }, steps);
  writeFileSync(join(out, `${name}.json`), JSON.stringify(made));
  if (name === "coarse") writeFileSync(join(out, "countries.json"), JSON.stringify(names(atlas("countries-50m"))));
  if (name === "fine") {
    // The same without shared arcs, for the pictures that the server draws.
    const rings = land.features.flatMap((f) => polygons(f.geometry).flat()).map(line);
    writeFileSync(join(out, "outline.json"), JSON.stringify({ land: rings, borders: lines(borders).map(line) }));
  }
}
