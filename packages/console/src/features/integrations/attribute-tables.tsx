import { Stack, Switch, Table, Text } from '@mantine/core';
import { Section, Tag } from '@rollcall/ui';
import { useState } from 'react';
import type { SupportedAttributes } from '../../data/integrations.ts';

type Resource = SupportedAttributes['resources'][number];

export function AttributeTables({ resources }: { readonly resources: readonly Resource[] }) {
  const [onlyUsed, setOnlyUsed] = useState(false);
  return (
    <Stack gap="lg">
      <Switch
        label="Only those that the product uses"
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

function AttributeTable({ resource, onlyUsed }: { readonly resource: Resource; readonly onlyUsed: boolean }) {
  const attributes = resource.attributes.filter((each) => !onlyUsed || each.usedAs !== null);
  return (
    <Table.ScrollContainer type="native" minWidth={720} tabIndex={0} aria-label={`${resource.name} attributes`}>
      <Table verticalSpacing={8} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Attribute</Table.Th>
            <Table.Th>Type</Table.Th>
            <Table.Th>Used as</Table.Th>
            <Table.Th>Description</Table.Th>
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
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {each.type}
                {each.multiValued ? ', several' : ''} {each.required ? <Tag>required</Tag> : null}{' '}
                {each.readOnly ? <Tag>read only</Tag> : null}
              </Table.Td>
              <Table.Td>{each.usedAs ?? <Text c="dimmed">—</Text>}</Table.Td>
              <Table.Td>
                <Text c="dimmed">{each.description}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
