export * from './client.ts';
export * from './contract.ts';
export type * from './endpoint.ts';
export * from './errors.ts';
export * from './limits.ts';
export * from './route.ts';
export * from './routes.ts';
