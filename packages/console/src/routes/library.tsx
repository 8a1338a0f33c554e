import { Button } from '@mantine/core';
import { FillPage, PageHeader, useListSearch } from '@rollcall/ui';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../data/session.ts';
import { ItemDialog } from '../features/library/item-dialog.tsx';
import { LibraryList } from '../features/library/library-list.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { libraryRoute } from './tree.ts';

export function LibraryPage() {
  usePageTitle('Library');
  const search = libraryRoute.useSearch();
  const show = useListSearch<typeof search>('/library');
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
      <LibraryList state={search} onChange={show} />
      <ItemDialog opened={adding} onClose={() => setAdding(false)} />
    </FillPage>
  );
}
