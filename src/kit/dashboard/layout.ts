import type { PanelSpec } from './spec';

/** Columns of Grafana's grid. */
export const WIDTH = 24;

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const SIZES = { stat: { w: 4, h: 4 }, lines: { w: 12, h: 8 }, table: { w: WIDTH, h: 8 } } as const;

/** Places panels from left to right; a line is as high as its highest panel, and one that does not fit begins the next. */
export function layOut(panels: readonly PanelSpec[], top: number): { places: Place[]; end: number } {
  let x = 0;
  let y = top;
  let lineHeight = 0;
  const places = panels.map(({ kind, width, height }) => {
    const w = width ?? SIZES[kind].w;
    const h = height ?? SIZES[kind].h;
    if (x + w > WIDTH) {
      x = 0;
      y += lineHeight;
      lineHeight = 0;
    }
    const place = { x, y, w, h };
    x += w;
    lineHeight = Math.max(lineHeight, h);
    return place;
  });
  return { places, end: y + lineHeight };
}
