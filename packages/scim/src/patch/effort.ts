import type { CheckedFilter } from '../filter/ast.ts';
import type { Step } from './plan.ts';

/** More comparisons of elements than any honest request needs, and so few that none holds the others up. */
export const maxComparisons = 500_000;

/** How often elements are compared when a filter is put to so many of them. */
export const filterEffort = (filter: CheckedFilter, elements: number): number => elements * comparisonsIn(filter);

/** How often elements are compared in a step, where the attribute has so many now. */
export const effortOf = (step: Step, elements: number): number => {
  switch (step.kind) {
    case 'edit':
    case 'drop':
      return step.selection === null ? elements : filterEffort(step.selection.filter, elements);
    case 'append':
      return elements + step.elements.length;
    case 'dropValues':
      return elements * step.elements.length;
    case 'assign':
    case 'merge':
    case 'dropExtension':
      return 0;
    default:
      return step satisfies never;
  }
};

const comparisonsIn = (filter: CheckedFilter): number => {
  switch (filter.kind) {
    case 'present':
    case 'compare':
      return 1;
    case 'valuePath':
      return comparisonsIn(filter.filter);
    case 'not':
      return comparisonsIn(filter.term);
    case 'and':
    case 'or':
      return filter.terms.reduce((sum, term) => sum + comparisonsIn(term), 0);
    default:
      return filter satisfies never;
  }
};
