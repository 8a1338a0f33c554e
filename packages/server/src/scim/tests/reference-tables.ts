/** What docs/reference/attributes.md shows in tables, made from what the code has. */
import { type Attribute, builtInRegistry, defaultIndexed, type ResourceType, type Schema } from '@rollcall/scim';

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
  ['what is indexed', indexedList],
  ...resourceSchemas.map((schema): [string, string] => [`the attributes of ${schema.name}`, attributeTable(schema)]),
];
