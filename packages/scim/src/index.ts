export * from './error.ts';
export type * from './filter/ast.ts';
export * from './json.ts';
export * from './result.ts';
export type * from './schema/attribute.ts';
export type * from './schema/registry.ts';
