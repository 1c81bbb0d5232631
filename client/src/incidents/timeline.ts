/** Incidents over time, as bars with a brush over them that picks a period. */

import { axisBottom } from "d3-axis";
import { type BrushBehavior, brushX, type D3BrushEvent } from "d3-brush";
import { type ScaleTime, scaleUtc } from "d3-scale";
import { select, type Selection } from "d3-selection";
import { type Bins, cut } from "./bins";
import { dateOf, dayOf, nameOfTick } from "../days";
import { ALWAYS, type Period, type Points } from "./points";

const HEIGHT = 110;
const [LEFT, RIGHT, TOP, AXIS] = [8, 8, 6, 22];
const NARROWEST_BAR = 4;
const HALF_A_NAME = 40;

export interface Brushing {
  /** While the brush moves. */
  moved(period: Period): void;
  /** When it rests. */
  rested(period: Period): void;
}

export class Timeline {
  private readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  private readonly bars: Selection<SVGGElement, unknown, null, undefined>;
  private readonly axis: Selection<SVGGElement, unknown, null, undefined>;
  private readonly area: Selection<SVGGElement, unknown, null, undefined>;
  private readonly brush: BrushBehavior<unknown>;
  private scale: ScaleTime<number, number> | null = null;
  private points: Points | null = null;
  private chosen: Period = ALWAYS;

  constructor(
    private readonly element: HTMLElement,
    private readonly brushing: Brushing,
  ) {
    this.svg = select(element).append("svg").attr("height", HEIGHT).attr("aria-hidden", "true");
    this.bars = this.svg.append("g");
    this.axis = this.svg.append("g").attr("transform", `translate(0,${HEIGHT - AXIS})`);
    this.area = this.svg.append("g").attr("class", "brush");
    this.brush = brushX<unknown>().on("brush end", (event: D3BrushEvent<unknown>) => this.brushed(event));
    new ResizeObserver(() => this.points && this.show(this.points, this.chosen)).observe(element);
  }

  /** Draws the incidents of all times, with a period picked. */
  show(points: Points, chosen: Period): void {
    this.points = points;
    this.chosen = chosen;
    const width = Math.max(this.element.clientWidth, 120);
    const span = points.span();
    this.svg.attr("width", width);
    this.scale = null;
    if (!span) {
      for (const part of [this.bars, this.axis, this.area]) part.selectAll("*").remove();
      return;
    }
    const bins = cut(points, span, (width - LEFT - RIGHT) / NARROWEST_BAR);
    const ends = [bins.edges[0]!, bins.edges[bins.edges.length - 1]!].map(dateOf);
    this.scale = scaleUtc(ends, [LEFT, width - RIGHT]);
    this.drawBars(bins);
    this.drawAxis(width);
    this.brush.extent([[LEFT, TOP], [width - RIGHT, HEIGHT - AXIS]]);
    this.area.call(this.brush);
    this.pick(chosen);
  }

  /** Moves the brush, without telling that it moved. */
  pick(period: Period): void {
    this.chosen = period;
    if (!this.scale) return;
    const isAll = period.from === -Infinity && period.to === Infinity;
    const [start, end] = this.scale.range() as [number, number];
    const from = period.from === -Infinity ? start : this.scale(dateOf(period.from));
    const to = period.to === Infinity ? end : this.scale(dateOf(period.to + 1));
    const place = (x: number): number => Math.min(Math.max(x, start), end);
    this.area.call(this.brush.move, isAll || place(from) >= place(to) ? null : [place(from), place(to)]);
  }

  /** Days at most: there is no time of day. The names of the first and the last stay within the drawing. */
  private drawAxis(width: number): void {
    const scale = this.scale!;
    const days = scale.ticks(Math.max(2, width / 110)).filter((date) => dateOf(dayOf(date)).getTime() === date.getTime());
    const axis = axisBottom<Date>(scale).tickValues(days).tickFormat(nameOfTick).tickSizeOuter(0);
    this.axis.call(axis);
    this.axis.selectAll<SVGTextElement, Date>("text").style("text-anchor", (date) => {
      const x = scale(date);
      return x < HALF_A_NAME ? "start" : x > width - HALF_A_NAME ? "end" : "middle";
    });
  }

  private drawBars(bins: Bins): void {
    const scale = this.scale!;
    const highest = bins.certain.reduce((most, n, i) => Math.max(most, n + bins.possible[i]!), 1);
    const height = HEIGHT - AXIS - TOP;
    const shown = bins.certain.flatMap((certain, i) => {
      const x = scale(dateOf(bins.edges[i]!));
      const width = Math.max(scale(dateOf(bins.edges[i + 1]!)) - x - 1, 1);
      const [sure, all] = [certain, certain + bins.possible[i]!].map((n) => (n / highest) * height) as [number, number];
      return all ? [{ x, width, sure, all }] : [];
    });
    this.bars.selectAll("rect").remove();
    for (const [name, size] of [["possible", "all"], ["certain", "sure"]] as const) {
      this.bars
        .selectAll(`rect.${name}`)
        .data(shown.filter((bar) => bar[size] > 0))
        .join("rect")
        .attr("class", name)
        .attr("x", (bar) => bar.x)
        .attr("width", (bar) => bar.width)
        .attr("y", (bar) => HEIGHT - AXIS - bar[size])
        .attr("height", (bar) => bar[size]);
    }
  }

  private brushed(event: D3BrushEvent<unknown>): void {
    if (!event.sourceEvent || !this.scale) return; // moved by the program
    this.chosen = this.periodOf(event.selection as [number, number] | null);
    if (event.type === "end") this.brushing.rested(this.chosen);
    else this.brushing.moved(this.chosen);
  }

  private periodOf(picked: [number, number] | null): Period {
    if (!picked || !this.scale) return ALWAYS;
    const [from, to] = picked.map((x) => dayOf(this.scale!.invert(x))) as [number, number];
    return { from, to: Math.max(from, to) };
  }
}
