/** A layer that draws on a canvas over the whole view, again whenever the view changes. */

import * as L from "leaflet";

export abstract class CanvasLayer extends L.Layer {
  protected canvas!: HTMLCanvasElement;
  private asked = 0;

  constructor(private readonly paneName: string) {
    super();
  }

  override onAdd(map: L.Map): this {
    this._map = map;
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide");
    this.canvas.setAttribute("aria-hidden", "true");
    (map.getPane(this.paneName) ?? map.getPanes().overlayPane).append(this.canvas);
    this.redraw();
    return this;
  }

  override onRemove(): this {
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    const soon = (): void => this.redraw();
    return { move: soon, moveend: soon, zoomend: soon, resize: soon, viewreset: soon };
  }

  /** Draws before the next picture; several calls draw once. */
  redraw(): void {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      if (this._map) this.drawNow();
    });
  }

  /** Draws at once. */
  drawNow(): void {
    const map = this._map;
    const size = map.getSize();
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.x * scale), Math.round(size.y * scale)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    const context = this.canvas.getContext("2d");
    if (!context) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    this.draw(context, map);
  }

  protected abstract draw(context: CanvasRenderingContext2D, map: L.Map): void;

  declare protected _map: L.Map;
}
