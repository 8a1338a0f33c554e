import { Button, Group, Select, Stack, Table, Text } from '@mantine/core';
import { EmptyState, Section, TextLink, toast } from '@rollcall/ui';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type AttributeFeed,
  attributeFeedQuery,
  type FeedOverrides,
  feedPreviewQuery,
  useSetAttributeFeed,
} from '../../data/integrations.ts';
import { useMay } from '../../data/session.ts';
import { count } from '../../lib/count.ts';
import { failed } from '../failed.ts';
import { Loaded } from '../loaded.tsx';

type Target = AttributeFeed['targets'][number]['target'];
const targetWords: Record<Target, string> = {
  name: 'Name',
  email: 'E-mail',
  department: 'Department',
  jobTitle: 'Job title',
};

/** Which received attribute feeds name, e-mail, department and job title; tried on people who are here already. */
export function AttributeFeedCard({ integrationId }: { readonly integrationId: string }) {
  return (
    <Loaded query={useQuery(attributeFeedQuery(integrationId))}>
      {(feed) => <FeedForm integrationId={integrationId} feed={feed} />}
    </Loaded>
  );
}

function FeedForm({ integrationId, feed }: { readonly integrationId: string; readonly feed: AttributeFeed }) {
  const [edited, setEdited] = useState<FeedOverrides>({});
  const touched = Object.keys(edited).length > 0;
  const preview = useQuery({
    ...feedPreviewQuery(integrationId, edited),
    enabled: touched,
    placeholderData: keepPreviousData,
  }).data;
  const save = useSetAttributeFeed(integrationId);
  const mayChange = useMay('admin');
  const run = () =>
    save.mutate(
      { ...currentOverrides(feed), ...edited },
      {
        onSuccess: () => {
          const before = currentOverrides(feed);
          setEdited({});
          toast({
            title: 'Saved',
            detail: 'People already received follow.',
            action: { label: 'Undo', run: () => save.mutate(before) },
          });
        },
        onError: failed,
      },
    );
  return (
    <Stack gap="lg">
      <Section
        title="Which attribute feeds what"
        description={
          <>
            Out of the box this follows the <TextLink to="/supported-attributes">supported attributes</TextLink>. Choose
            another when your provider sends, say, the department elsewhere.
          </>
        }
      >
        <Stack gap="md">
          {feed.targets.map((target) => (
            <TargetSelect
              key={target.target}
              target={target}
              value={target.target in edited ? (edited[target.target] ?? null) : target.override}
              disabled={!mayChange}
              onChange={(path) => setEdited({ ...edited, [target.target]: path })}
            />
          ))}
          {mayChange ? (
            <Group gap="xs">
              <Button disabled={!touched} loading={save.isPending} onClick={run}>
                Save
              </Button>
              <Button variant="default" disabled={!touched} onClick={() => setEdited({})}>
                Discard
              </Button>
            </Group>
          ) : null}
        </Stack>
      </Section>
      <Section title="Preview" description="On people already received." flush>
        <Samples samples={(touched && preview ? preview : feed).samples} />
      </Section>
    </Stack>
  );
}

const currentOverrides = (feed: AttributeFeed): FeedOverrides =>
  Object.fromEntries(feed.targets.map((each) => [each.target, each.override]));

interface TargetSelectProps {
  readonly target: AttributeFeed['targets'][number];
  readonly value: string | null;
  readonly disabled: boolean;
  readonly onChange: (path: string | null) => void;
}

function TargetSelect({ target, value, disabled, onChange }: TargetSelectProps) {
  const known = target.candidates.some((each) => each.path === value);
  return (
    <Select
      label={targetWords[target.target]}
      description={`Standard: ${target.standard}.`}
      maw={560}
      disabled={disabled}
      allowDeselect={false}
      searchable
      value={value ?? ''}
      onChange={(path) => onChange(path === '' ? null : path)}
      data={[
        { value: '', label: 'Standard' },
        ...target.candidates.map((each) => ({
          value: each.path,
          label: `${each.path} — ${each.sample} (${count(each.people, 'person', 'people')})`,
        })),
        ...(value !== null && !known ? [{ value, label: value }] : []),
      ]}
    />
  );
}

const targets: readonly Target[] = ['name', 'email', 'department', 'jobTitle'];

function Samples({ samples }: { readonly samples: AttributeFeed['samples'] }) {
  if (samples.length === 0) return <EmptyState title="Nobody was received yet" />;
  return (
    <Table.ScrollContainer type="native" minWidth={640} tabIndex={0} aria-label="Preview">
      <Table verticalSpacing={8} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>User</Table.Th>
            {targets.map((target) => (
              <Table.Th key={target}>{targetWords[target]}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {samples.map((sample) => (
            <Table.Tr key={sample.id}>
              <Table.Td>{sample.userName}</Table.Td>
              {targets.map((target) => (
                <Table.Td key={target}>
                  <Difference before={sample.current[target]} after={sample.preview[target]} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Difference({ before, after }: { readonly before: string | null; readonly after: string | null }) {
  if (before === after) return after ?? '—';
  return (
    <Group gap={4} wrap="nowrap">
      <Text component="del" c="dimmed">
        {before ?? '—'}
      </Text>
      <IconArrowNarrowRight size={14} aria-label="becomes" />
      <Text component="ins" fw={600} td="none">
        {after ?? '—'}
      </Text>
    </Group>
  );
}
