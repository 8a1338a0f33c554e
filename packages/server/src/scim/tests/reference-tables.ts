/** What docs/reference/scim.md shows in tables, made from what the code has. */
import {
  type Attribute,
  builtInRegistry,
  defaultIndexed,
  filterLimits,
  type ResourceType,
  type Schema,
} from '@rollcall/scim';
import { limits } from '../limits.ts';

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
    .replaceAll('| --- ', '|---')
    .replaceAll('--- |', '---|');

const rowsOf = (attribute: Attribute, prefix = ''): readonly (readonly string[])[] => [
  [
    `\`${prefix}${attribute.name}\``,
    attribute.type + (attribute.multiValued ? ', multi-valued' : '') + (attribute.caseExact ? ', case-exact' : ''),
    [
      attribute.required ? 'required' : '',
      attribute.mutability === 'readWrite' ? '' : attribute.mutability,
      attribute.returned === 'default' ? '' : `returned: ${attribute.returned}`,
      attribute.uniqueness === 'none' ? '' : `uniqueness: ${attribute.uniqueness}`,
    ]
      .filter((word) => word !== '')
      .join(', '),
    attribute.canonicalValues.join(', '),
  ],
  ...attribute.subAttributes.flatMap((sub) => rowsOf(sub, `${prefix}${attribute.name}.`)),
];

const attributeTable = (schema: Schema): string =>
  table(
    ['Attribute', 'Type', 'Differs from the default in', 'Canonical values'],
    schema.attributes.flatMap((each) => rowsOf(each)),
  );

const number = (value: number): string => value.toLocaleString('en-US');
const mib = (bytes: number): string => `${bytes / 1_048_576} MiB`;

const limitTable = table(
  ['What', 'Limit', 'Beyond it'],
  [
    ['Body of a request', mib(limits.bodyBytes), '413'],
    ['Body of a request to `/Groups`', mib(limits.groupBodyBytes), '413'],
    ['Body of a bulk request (`maxPayloadSize`)', mib(limits.bulkBytes), '413'],
    ['Operations of a bulk request (`maxOperations`)', number(limits.bulkOperations), '413'],
    ['One string', `${number(limits.stringLength)} bytes`, '400 `invalidValue`'],
    ['Nesting of a body', `${limits.jsonDepth} levels`, '400 `invalidSyntax`'],
    ['Resources of a page, without `count`', number(limits.pageSize), ''],
    ['Resources of a page (`maxResults`, `maxPageSize`)', number(limits.pageSizeAtMost), 'a larger `count` is capped'],
    ['Life of a cursor (`cursorTimeout`)', `${number(limits.cursorSeconds)} s`, '400 `expiredCursor`'],
    ['Members of a group that a PATCH answers with', number(limits.patchedGroupMembers), '204 without a body'],
    ['Length of a filter or a path', `${number(filterLimits.length)} characters`, '400 `invalidFilter`, `invalidPath`'],
    ['Nesting of a filter', `${filterLimits.depth} levels`, '400 `invalidFilter`, `invalidPath`'],
    ['Comparisons of a filter', number(filterLimits.comparisons), '400 `invalidFilter`, `invalidPath`'],
  ],
);

const typeRow = ({ name, endpoint, schema, extensions }: ResourceType): readonly string[] => [
  name,
  `\`${endpoint}\``,
  `\`${schema.id}\``,
  extensions.map((extension) => `\`${extension.schema.id}\``).join(', '),
];
const typeTable = table(
  ['Resource type', 'Endpoint', 'Schema', 'Extensions'],
  builtInRegistry.resourceTypes.map(typeRow),
);
const indexedList = defaultIndexed(builtInRegistry)
  .filter((name) => name.startsWith('User:'))
  .map((name) => `\`${name.slice('User:'.length)}\``)
  .join(', ');

export const resourceSchemas = builtInRegistry.resourceTypes.flatMap(({ schema, extensions }) => [
  schema,
  ...extensions.map((extension) => extension.schema),
]);

/** A name for each, and its text. */
export const referenceTables: readonly (readonly [string, string])[] = [
  ['the resource types', typeTable],
  ['the limits', limitTable],
  ['what is indexed', indexedList],
  ...resourceSchemas.map((schema): [string, string] => [`the attributes of ${schema.name}`, attributeTable(schema)]),
];
