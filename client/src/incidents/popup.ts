/** What a spot of the map holds, in a small list with links. */

import * as L from "leaflet";
import { read } from "../api";
import { el } from "../dom";
import { PRECISION } from "../map/precision";
import { type Incident, kind, number, when, where } from "./incident";

const MOST = 8;

/** Opens a list of the incidents at a place of the map. */
export async function open(map: L.Map, at: L.LatLng, ids: string[], link: (id: string) => string): Promise<void> {
  const box = el("div", { class: "spot" }, "…");
  const popup = L.popup({ minWidth: 220, maxWidth: 320, maxHeight: 260 }).setLatLng(at).setContent(box).openOn(map);
  const found = await Promise.all(ids.slice(0, MOST).map((id) => read<Incident>(`/api/incidents/${id}`).catch(() => null)));
  const known = found.filter((one): one is Incident => one !== null);
  box.replaceChildren(...known.map((incident) => entry(incident, link)));
  if (!known.length) box.append("They are no longer in the book: load the page again.");
  if (ids.length > MOST) box.append(el("p", { class: "soft" }, `And ${(ids.length - MOST).toLocaleString("en")} more: see the list below.`));
  popup.update(); // it was as wide as what stood in it while it waited
}

function entry(incident: Incident, link: (id: string) => string): HTMLElement {
  const precision = incident.values.place?.precision ?? null;
  const hurt = [hurtBy("killed", incident), hurtBy("injured", incident)].filter(Boolean).join(", ");
  return el(
    "p",
    {},
    el("a", { href: link(incident.id) }, `${kind(incident)}, ${when(incident)}`),
    el("br"),
    el("span", { dir: "auto" }, where(incident)),
    precision !== null && precision > 1 && el("span", { class: "soft" }, ` (${PRECISION[precision]})`),
    hurt && el("br"),
    hurt,
  );
}

function hurtBy(name: "killed" | "injured", incident: Incident): string {
  const count = incident.values[name];
  return count ? `${number(count)} ${name}` : "";
}
