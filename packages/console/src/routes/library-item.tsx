import { Button } from '@mantine/core';
import { Facts, Page, PageHeader, Section, StatusBadge, TextLink, toast } from '@rollcall/ui';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { familyName } from '../components/device-words.ts';
import { fileUrl, itemPlacesQuery, libraryItemQuery, useDeleteItem } from '../data/library.ts';
import { useMay } from '../data/session.ts';
import { failed } from '../features/failed.ts';
import { ItemDialog } from '../features/library/item-dialog.tsx';
import { bytes } from '../lib/bytes.ts';
import { usePageTitle } from '../lib/page-title.ts';
import { libraryItemRoute } from './tree.ts';

export function LibraryItemPage() {
  const { itemId } = libraryItemRoute.useParams();
  const item = useSuspenseQuery(libraryItemQuery(itemId)).data;
  const places = useQuery(itemPlacesQuery(itemId)).data ?? [];
  const [editing, setEditing] = useState(false);
  const remove = useDeleteItem();
  const navigate = useNavigate();
  usePageTitle(item.name);
  const onRemoved = () => {
    toast({ title: `${item.name} removed` });
    void navigate({ to: '/library' });
  };
  return (
    <Page width={980}>
      <PageHeader
        title={item.name}
        back={{ label: 'Library', to: '/library' }}
        aside={<StatusBadge tone={item.active ? 'good' : 'idle'}>{item.active ? 'Active' : 'Inactive'}</StatusBadge>}
        actions={
          useMay('admin') ? (
            <>
              <Button variant="default" onClick={() => setEditing(true)}>
                Edit
              </Button>
              <Button
                variant="default"
                onClick={() => remove.mutate(itemId, { onSuccess: onRemoved, onError: failed })}
              >
                Remove
              </Button>
            </>
          ) : null
        }
      />
      <Section title="Details">
        <Facts
          items={[
            ['Kind', item.kind],
            ['Installs on', item.platforms.map(familyName).join(', ') || 'Every device'],
            ['Version', item.version],
            ['Conflict key', item.conflict_key],
            ['Description', item.description],
            [
              'Payload',
              item.file ? (
                <a key="file" href={fileUrl(itemId)} download={item.file.name}>
                  Download {item.file.name} ({bytes(item.file.size)})
                </a>
              ) : (
                item.reference
              ),
            ],
            ['SHA-256', item.file ? <code key="sum">{item.file.sha256}</code> : null],
          ]}
        />
      </Section>
      <Section title="Where it is used">
        {places.length === 0 ? 'On no Assignment Map.' : null}
        <Facts
          items={places.map((place) => [
            place.name,
            <TextLink key={place.id} to="/blueprints/$blueprintId" params={{ blueprintId: place.id }}>
              {place.nodes.join(', ')}
            </TextLink>,
          ])}
        />
      </Section>
      <ItemDialog item={item} opened={editing} onClose={() => setEditing(false)} />
    </Page>
  );
}
