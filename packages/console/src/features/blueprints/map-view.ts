import { useReducedMotion } from '@mantine/hooks';
import { useReactFlow, useStore, type Viewport } from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import type { Place } from './map-layout.ts';

/** Below that, text on a card can't be read: it shows its name large instead. */
export const readableZoom = 0.7;
const margin = 24;
/** What lies over the upper edge of the canvas. */
const panel = 44;

interface Size {
  readonly width: number;
  readonly height: number;
}

function boundsOf(places: Iterable<Place>): Place {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of places) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left > right
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

const middled = (bounds: Place, { width, height }: Size, zoom: number): Viewport => ({
  zoom,
  x: width / 2 - (bounds.x + bounds.width / 2) * zoom,
  y: height / 2 - (bounds.y + bounds.height / 2) * zoom,
});

const zoomToFit = (bounds: Place, { width, height }: Size): number =>
  Math.min((width - 2 * margin) / bounds.width, (height - 2 * margin - panel) / bounds.height);

/** All of the map where it can be read so; else as wide as fits, from its beginning. */
export function startView(bounds: Place, size: Size): Viewport & { readonly whole: boolean } {
  const fits = zoomToFit(bounds, size);
  if (fits >= readableZoom) {
    const zoom = Math.min(1, fits);
    return { ...middled(bounds, size, zoom), whole: true };
  }
  const wide = (size.width - 2 * margin) / bounds.width;
  const zoom = Math.min(1, Math.max(readableZoom, wide));
  const left = wide >= readableZoom ? (size.width - bounds.width * zoom) / 2 : margin;
  return { zoom, x: left - bounds.x * zoom, y: margin + panel - bounds.y * zoom, whole: false };
}

const shown = (place: Place, { x, y, zoom }: Viewport, { width, height }: Size): boolean =>
  place.x * zoom + x >= 0 &&
  place.y * zoom + y >= 0 &&
  (place.x + place.width) * zoom + x <= width &&
  (place.y + place.height) * zoom + y <= height;

/** The card that is nearest to the middle of what is seen: it stays where it is when the others move. */
function anchorOf(places: ReadonlyMap<string, Place>, now: ReadonlyMap<string, Place>, view: Viewport, size: Size) {
  const [x, y] = [(size.width / 2 - view.x) / view.zoom, (size.height / 2 - view.y) / view.zoom];
  let best: { readonly id: string; readonly far: number } | null = null;
  for (const [id, place] of places) {
    if (!now.has(id)) continue;
    const far = Math.hypot(place.x + place.width / 2 - x, place.y + place.height / 2 - y);
    if (!best || far < best.far) best = { id, far };
  }
  return best?.id ?? null;
}

export interface MapView {
  /** Brings a card into the middle, large enough to be read. */
  goTo(id: string): void;
  /** Moves no more than is needed for the card to be seen. */
  reveal(id: string): void;
  /** Cards that belong together; without one, the whole map. */
  show(ids: readonly string[]): void;
  centre(x: number, y: number): void;
  /** The reader has chosen a place: it is kept from now on. */
  touch(): void;
}

/**
 * What part of the map is seen. It opens where it can be read; once the reader has moved it, neither another size of the
 * window nor an edit takes the place away.
 */
export function useMapView(places: ReadonlyMap<string, Place>, isCard: (id: string) => boolean): MapView {
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const duration = useReducedMotion() ? 0 : 200;
  const touched = useRef(false);
  const before = useRef<{ readonly places: ReadonlyMap<string, Place>; readonly size: Size } | null>(null);
  const latest = useRef({ places, size: { width, height } });
  latest.current = { places, size: { width, height } };

  const view = useMemo((): MapView => {
    const placeOf = (id: string) => latest.current.places.get(id);
    const set = (next: Viewport) => {
      touched.current = true;
      void flow.setViewport(next, { duration });
    };
    return {
      goTo(id) {
        const place = placeOf(id);
        if (place) set(middled(place, latest.current.size, Math.max(flow.getZoom(), 0.9)));
      },
      reveal(id) {
        const place = placeOf(id);
        const now = flow.getViewport();
        if (place && !shown(place, now, latest.current.size)) set(middled(place, latest.current.size, now.zoom));
      },
      show(ids) {
        const { size } = latest.current;
        const bounds = boundsOf(
          ids.length === 0 ? latest.current.places.values() : ids.flatMap((id) => placeOf(id) ?? []),
        );
        if (bounds.width === 0 || (ids.length > 0 && ids.every((id) => seen(placeOf(id), flow.getViewport(), size))))
          return;
        set(middled(bounds, size, Math.min(1, Math.max(0.05, zoomToFit(bounds, size)))));
      },
      centre(x, y) {
        set(middled({ x, y, width: 0, height: 0 }, latest.current.size, Math.max(flow.getZoom(), readableZoom)));
      },
      touch() {
        touched.current = true;
      },
    };
  }, [flow, duration]);

  useEffect(() => {
    if (width === 0 || height === 0) return;
    const size = { width, height };
    const was = before.current;
    before.current = { places, size };
    const start = startView(boundsOf(places.values()), size);
    if (!was || (!touched.current && start.whole)) {
      void flow.setViewport(start);
      return;
    }
    const now = flow.getViewport();
    if (was.size.width !== width || was.size.height !== height) {
      if (!touched.current) void flow.setViewport(start);
      else
        void flow.setViewport({
          ...now,
          x: now.x + (width - was.size.width) / 2,
          y: now.y + (height - was.size.height) / 2,
        });
      return;
    }
    if (was.places === places) return;
    const anchor = anchorOf(was.places, places, now, size);
    const [from, to] = [was.places.get(anchor ?? ''), places.get(anchor ?? '')];
    const moved =
      from && to ? { ...now, x: now.x + (from.x - to.x) * now.zoom, y: now.y + (from.y - to.y) * now.zoom } : now;
    const added = [...places.keys()].findLast((id) => isCard(id) && !was.places.has(id));
    const place = added === undefined ? undefined : places.get(added);
    void flow.setViewport(place && !shown(place, moved, size) ? middled(place, size, moved.zoom) : moved);
  }, [flow, places, width, height, isCard]);

  return view;
}

const seen = (place: Place | undefined, view: Viewport, size: Size): boolean =>
  place === undefined || (view.zoom >= readableZoom && shown(place, view, size));
