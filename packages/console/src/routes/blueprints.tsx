import { Button } from '@mantine/core';
import { ButtonLink, Page, PageHeader } from '@rollcall/ui';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../data/session.ts';
import { AddBlueprint } from '../features/blueprints/add-blueprint.tsx';
import { BlueprintCards } from '../features/blueprints/blueprint-cards.tsx';
import { usePageTitle } from '../lib/page-title.ts';

export function BlueprintsPage() {
  usePageTitle('Blueprints');
  const [adding, setAdding] = useState(false);
  return (
    <Page>
      <PageHeader
        title="Blueprints"
        description="What sets of devices get, and on what conditions."
        actions={
          <>
            <ButtonLink to="/blueprints/routing" variant="default">
              Blueprint Routing
            </ButtonLink>
            {useMay('admin') ? (
              <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
                Add Blueprint
              </Button>
            ) : null}
          </>
        }
      />
      <BlueprintCards />
      <AddBlueprint opened={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}
