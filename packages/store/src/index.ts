export type * from './ports/resources.ts';
export type * from './sql/database.ts';
