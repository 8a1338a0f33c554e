import type { Dialect } from '../database.ts';

/** One step forward. What was released never changes again; a mistake in it is mended by a further step. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly statements: (dialect: Dialect) => readonly string[];
}
