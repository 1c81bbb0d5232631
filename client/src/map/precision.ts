/** How exactly a place is known, as UCDP GED's `where_prec` has it, and how large an area on the map stands for that. */

/** Words for each precision; null: not told. */
export const PRECISION: Record<number, string> = {
  1: "exact place",
  2: "near the place, within about 25 km",
  3: "district",
  4: "province or state",
  5: "region or along a line",
  6: "country",
  7: "open water or air",
};

const KILOMETRES: Record<number, number> = { 1: 0, 2: 25, 3: 40, 4: 100, 5: 150, 6: 250, 7: 150 };

/** Radius in kilometres of the soft area that is drawn for a precision; 0 is a pin. Not told is taken as near. */
export function radiusOf(precision: number | null): number {
  return KILOMETRES[precision ?? 2] ?? 25;
}

const METRES_A_PIXEL = 156543.03392;

/** That radius in pixels of a Web Mercator map. */
export function pixels(kilometres: number, latitude: number, zoom: number): number {
  return (kilometres * 1000) / ((METRES_A_PIXEL * Math.cos((latitude * Math.PI) / 180)) / 2 ** zoom);
}
