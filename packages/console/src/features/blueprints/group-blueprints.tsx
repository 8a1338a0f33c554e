import { EmptyState, Facts, Section, TextLink } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { type GroupUse, groupBlueprintsQuery } from '../../data/blueprints.ts';
import { Loaded } from '../loaded.tsx';

/** The Blueprints and routes whose rules name a group. */
export function GroupBlueprints({ groupId }: { readonly groupId: string }) {
  return (
    <Loaded query={useQuery(groupBlueprintsQuery(groupId))} lines={3}>
      {(used) => <Uses used={used} />}
    </Loaded>
  );
}

function Uses({ used }: { readonly used: GroupUse }) {
  if (used.blueprints.length === 0 && used.routes.length === 0)
    return <EmptyState title="No Blueprint uses it">Rules that name this group appear here.</EmptyState>;
  return (
    <Section title="Used by">
      <Facts
        items={[
          ...used.blueprints.map(
            ({ id, name, nodes }) =>
              [
                name,
                <TextLink key={id} to="/blueprints/$blueprintId" params={{ blueprintId: id }}>
                  {nodes.map(({ label }) => label || 'Condition').join(', ')}
                </TextLink>,
              ] as const,
          ),
          ...used.routes.map(({ label }) => ['Blueprint Routing', label || 'Route'] as const),
        ]}
      />
    </Section>
  );
}
