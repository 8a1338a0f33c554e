/** What a browser loads: no schemas. */
export * from './client.ts';
export type { Contract } from './contract.ts';
export * from './errors.ts';
export * from './limits.ts';
export * from './route.ts';
export * from './routes.ts';
export * from './sorts.ts';
export * from './value-inputs.ts';
