import { z } from 'zod';

export const id = z.uuid();
/** ISO 8601 in UTC. */
export const time = z.iso.datetime();
export const role = z.enum(['owner', 'admin', 'auditor']);
export const name = z.string().trim().min(1).max(100);
export const email = z.email().max(254);

/** A path parameter that isn't a uuid. */
export const opaqueId = z.string().min(1).max(200);

/** A query parameter that may be repeated: `?status=active&status=archived`. */
export const many = <Item extends z.ZodType>(item: Item) => z.array(item).max(50);

export const cursor = z.string().max(2000);
export const limit = (max: number, standard: number) =>
  z.coerce.number<number>().int().min(1).max(max).default(standard);

export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    /** For the `cursor` parameter; null on the last page. */
    next: cursor.nullable(),
    previous: cursor.nullable(),
  });

export const ref = z.object({ id, name: z.string() });

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export const json: z.ZodType<Json> = z.json();
