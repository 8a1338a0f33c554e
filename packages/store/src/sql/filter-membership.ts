/** `members` of a group and `groups` of a user: two views of the rows of `member`. */
import type { CheckedFilter, ResourceType } from '@rollcall/scim';
import type { FilterFragments } from './filter-fragments.ts';
import { predicate, type Scope } from './filter-to-sql.ts';
import { comparison, type Value } from './filter-values.ts';
import { concat, type Sql, sql } from './sql-text.ts';

interface Row {
  readonly type: ResourceType;
  readonly fragments: FilterFragments;
  readonly row: string;
}

/** Whether a resource has a membership that satisfies the filter, whose attributes are those of an element. */
export const membershipPredicate = ({ fragments, row }: Row, view: string, filter: CheckedFilter): Sql => {
  const inner = predicate(filter, elementScope(fragments, view));
  if (view === 'members') {
    return concat(
      `exists (select 1 from member m
        join resource x on x.integration_no = m.integration_no and x.ord = m.member_ord
        where m.integration_no = ${row}.integration_no and m.group_ord = ${row}.ord and (`,
      inner,
      '))',
    );
  }
  // `union` drops what it has seen, so groups that contain each other end it.
  return concat(
    `exists (with recursive above (ord, direct) as (
        select m.group_ord, 1 from member m where m.integration_no = ${row}.integration_no and m.member_ord = ${row}.ord
        union
        select m.group_ord, 0 from above
          join member m on m.integration_no = ${row}.integration_no and m.member_ord = above.ord
      ) select 1 from (select ord, max(direct) as direct from above group by ord) m
        join resource x on x.integration_no = ${row}.integration_no and x.ord = m.ord where `,
    inner,
    ')',
  );
};

/** `m` is the membership, `x` the resource at its other end. */
const elementScope = (fragments: FilterFragments, view: string): Scope => {
  const value = (name: string): Value | null => {
    switch (name) {
      case 'value':
        return { kind: 'text', sql: 'x.id' };
      case '$ref':
        return { kind: 'text', sql: 'x.id' };
      case 'type':
        return {
          kind: 'text',
          sql: view === 'members' ? 'lower(x.type)' : "(case m.direct when 1 then 'direct' else 'indirect' end)",
        };
      case 'display':
        return {
          kind: 'text',
          sql: `coalesce(${fragments.text('x.search', ['displayName'])}, ${fragments.text('x.search', ['userName'])})`,
        };
      default:
        return null;
    }
  };
  return {
    fragments,
    present: ({ attribute }) => {
      const found = value(attribute.name);
      return found === null || found.kind !== 'text' ? sql('false') : sql(`${found.sql} is not null`);
    },
    compare: ({ ref, op, value: comparand }) => {
      const found = value(ref.attribute.name);
      if (found === null) return sql(op === 'ne' ? 'true' : 'false');
      // Host and prefix of a `$ref` are the client's: what it is compared with counts by the id at its end.
      const end =
        ref.attribute.name === '$ref' ? String(comparand).slice(String(comparand).lastIndexOf('/') + 1) : comparand;
      return comparison(found, op, end, fragments);
    },
    valuePath: () => sql('false'),
  };
};
