import fc from 'fast-check';
import type { AttributePath, Comparand, CompareOp, Filter } from '../ast.ts';

export const anyOp: fc.Arbitrary<CompareOp> = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');

const anyName = fc.stringMatching(/^[$A-Za-z][-_0-9A-Za-z]{0,8}$/);
const anyPath: fc.Arbitrary<AttributePath> = fc.record({
  urn: fc.option(
    fc.constantFrom('urn:ietf:params:scim:schemas:core:2.0:User', 'urn:example:a-b:1.0', 'http://x.org/2.0/G'),
  ),
  name: anyName,
  sub: fc.option(anyName),
});
const anyComparand: fc.Arbitrary<Comparand> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
);

const simple: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ kind: fc.constant('present' as const), path: anyPath }),
  fc.record({ kind: fc.constant('compare' as const), path: anyPath, op: anyOp, value: anyComparand }),
);

const combined = (leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter }>((tie) => {
    const terms = fc.array(tie('filter'), { minLength: 2, maxLength: 3 });
    return {
      filter: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        leaf,
        fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), terms }),
        fc.record({ kind: fc.constant('not' as const), term: tie('filter') }),
      ),
    };
  }).filter;

/** Any tree that a filter's text can stand for. */
export const anyFilter: fc.Arbitrary<Filter> = combined(
  fc.oneof(
    { arbitrary: simple, weight: 4 },
    {
      arbitrary: fc.record({
        kind: fc.constant('valuePath' as const),
        path: anyPath.map((path) => ({ ...path, sub: null })),
        filter: combined(simple),
      }),
      weight: 1,
    },
  ),
);
