import type { Access, Answer, Method } from '../route.ts';

/** A route by what it answers with. */
const answering =
  <const Kind extends Answer>(answer: Kind) =>
  <const How extends Method, const Path extends string, const Who extends Access>(
    method: How,
    path: Path,
    access: Who,
    summary: string,
  ) => ({ method, path, access, summary, answer });

export const json = answering('json');
export const csv = answering('csv');
export const events = answering('events');
export const html = answering('html');
export const download = answering('download');

export const empty = <const How extends Method, const Path extends string, const Who extends Access>(
  method: How,
  path: Path,
  access: Who,
  summary: string,
) => ({ ...answering('empty')(method, path, access, summary), status: 204 as const });
