import type { z } from 'zod';
import type { AdminErrorCode } from './errors.ts';

/** What goes in and out of an endpoint; where it is and who may call it stands in `routes.ts`. */
export interface Shape {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Absent where the answer is empty or no JSON. */
  readonly response?: z.ZodType;
  /** Beyond those that any endpoint can answer with. */
  readonly errors?: readonly AdminErrorCode[];
}
