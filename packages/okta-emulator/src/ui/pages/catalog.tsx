import { Button, Group, Stack, Text } from '@mantine/core';
import { LoadingState, Notice, Page, PageHeader, Section, Tag } from '@rollcall/ui';
import { useNavigate } from '@tanstack/react-router';
import type { AppDetail, CatalogItem } from '../../api/contract.ts';
import { usePageTitle } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useAct, useMaybe } from '../data/queries.ts';

export function CatalogPage() {
  usePageTitle('App Catalog');
  const navigate = useNavigate();
  const catalog = useMaybe<{ readonly items: readonly CatalogItem[] }>('/catalog');
  const add = useAct(
    (item: CatalogItem) => api.post<AppDetail>(`/catalog/${item.id}`, { label: item.name }),
    (app) => void navigate({ to: '/applications/$appId', params: { appId: app.id } }),
  );
  return (
    <Page width={860}>
      <PageHeader title="Browse App Catalog" back={{ label: 'Applications', to: '/applications' }} />
      {catalog.data?.items.map((item) => (
        <Section
          key={item.id}
          title={item.name}
          actions={
            <Button loading={add.isPending} onClick={() => add.mutate(item)}>
              Add Integration
            </Button>
          }
        >
          <Stack gap="md">
            <Text>{item.description}</Text>
            <Group gap="xs">
              {item.capabilities.map((capability) => (
                <Tag key={capability}>{capability}</Tag>
              ))}
            </Group>
            <Notice>
              This application offers sign-on only: it cannot be provisioned for SCIM. Create an app integration for
              SCIM; it does not disturb a sign-on through this one.
            </Notice>
          </Stack>
        </Section>
      )) ?? <LoadingState />}
    </Page>
  );
}
