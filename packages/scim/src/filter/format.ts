import type { Filter, PatchPath } from './ast.ts';
import { formatPath } from './parse.ts';

/** Writes a filter so that it parses to the same tree. */
export const formatFilter = (filter: Filter): string => {
  switch (filter.kind) {
    case 'present':
      return `${formatPath(filter.path)} pr`;
    case 'compare':
      return `${formatPath(filter.path)} ${filter.op} ${JSON.stringify(filter.value)}`;
    case 'valuePath':
      return `${formatPath(filter.path)}[${formatFilter(filter.filter)}]`;
    case 'not':
      return `not (${formatFilter(filter.term)})`;
    case 'and':
    case 'or':
      return filter.terms
        .map((term) => (isChain(term, filter.kind) ? `(${formatFilter(term)})` : formatFilter(term)))
        .join(` ${filter.kind} `);
    default:
      return filter satisfies never;
  }
};

export const formatPatchPath = (path: PatchPath): string =>
  `${formatPath(path.attribute)}${path.filter === null ? '' : `[${formatFilter(path.filter)}]`}${
    path.sub === null ? '' : `.${path.sub}`
  }`;

/** Whether a term needs parentheses inside a chain: `or` in anything, `and` only where it was nested in an `and`. */
const isChain = (term: Filter, within: 'and' | 'or'): boolean =>
  term.kind === 'or' || (term.kind === 'and' && within === 'and');
