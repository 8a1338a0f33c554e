import { Stack, Switch, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Section, Tag } from '@rollcall/ui';
import { useState } from 'react';
import type { SupportedAttributes } from '../../data/integrations.ts';

type Resource = SupportedAttributes['resources'][number];
type Attribute = Resource['attributes'][number];

export function AttributeTables({ resources }: { readonly resources: readonly Resource[] }) {
  const [onlyUsed, setOnlyUsed] = useState(false);
  return (
    <Stack gap="lg">
      <Switch
        label="Only those that Rollcall uses"
        checked={onlyUsed}
        onChange={(event) => setOnlyUsed(event.currentTarget.checked)}
      />
      {resources.map((resource) => (
        <Section key={resource.name} title={resource.name} flush>
          <AttributeTable resource={resource} onlyUsed={onlyUsed} />
        </Section>
      ))}
    </Stack>
  );
}

interface TableProps {
  readonly resource: Resource;
  readonly onlyUsed: boolean;
}

function AttributeTable({ resource, onlyUsed }: TableProps) {
  const narrow = useMediaQuery('(max-width: 768px)', false, { getInitialValueInEffect: false });
  const attributes = resource.attributes.filter((each) => !onlyUsed || each.usedAs !== null);
  const headers = narrow ? ['Attribute', 'Used as'] : ['Attribute', 'Type', 'Used as', 'Description'];
  return (
    <Table verticalSpacing={8} horizontalSpacing="md" aria-label={`${resource.name} attributes`}>
      <Table.Thead>
        <Table.Tr>
          {headers.map((header) => (
            <Table.Th key={header}>{header}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {attributes.map((each) => (
          <Table.Tr key={`${each.extension ?? ''} ${each.path}`}>
            <Table.Td>
              <code>{each.path}</code>
              {each.extension ? (
                <Text c="dimmed" fz="xs">
                  {each.extension.split(':').slice(-3).join(':')}
                </Text>
              ) : null}
              {narrow ? <Kind attribute={each} /> : null}
            </Table.Td>
            {narrow ? null : (
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                <Kind attribute={each} />
              </Table.Td>
            )}
            <Table.Td>{each.usedAs ?? <Text c="dimmed">—</Text>}</Table.Td>
            {narrow ? null : (
              <Table.Td>
                <Text c="dimmed">{each.description}</Text>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Kind({ attribute }: { readonly attribute: Attribute }) {
  return (
    <div>
      {attribute.type}
      {attribute.multiValued ? ', several' : ''} {attribute.required ? <Tag>required</Tag> : null}{' '}
      {attribute.readOnly ? <Tag>read only</Tag> : null}
    </div>
  );
}
