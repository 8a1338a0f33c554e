export type * from './ports/control.ts';
export type * from './ports/request-log.ts';
export type * from './ports/resources.ts';
export { openControlStore } from './sql/control/control-store.ts';
export type * from './sql/database.ts';
