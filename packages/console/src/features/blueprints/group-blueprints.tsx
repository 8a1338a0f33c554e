import { EmptyState, Facts, LoadingState, Section, TextLink } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { groupBlueprintsQuery } from '../../data/blueprints.ts';

/** The Blueprints and routes whose rules name a group. */
export function GroupBlueprints({ groupId }: { readonly groupId: string }) {
  const used = useQuery(groupBlueprintsQuery(groupId)).data;
  if (!used) return <LoadingState lines={3} />;
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
