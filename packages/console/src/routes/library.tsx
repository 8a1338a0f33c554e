import { Button } from '@mantine/core';
import { FillPage, PageHeader } from '@rollcall/ui';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../data/session.ts';
import { ItemDialog } from '../features/library/item-dialog.tsx';
import { LibraryList } from '../features/library/library-list.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { libraryRoute } from './tree.ts';

export function LibraryPage() {
  usePageTitle('Library');
  const search = libraryRoute.useSearch();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  return (
    <FillPage>
      <PageHeader
        title="Library"
        actions={
          useMay('admin') ? (
            <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
              Add item
            </Button>
          ) : null
        }
      />
      <LibraryList state={search} onChange={(next) => void navigate({ to: '/library', search: next, replace: true })} />
      <ItemDialog opened={adding} onClose={() => setAdding(false)} />
    </FillPage>
  );
}
