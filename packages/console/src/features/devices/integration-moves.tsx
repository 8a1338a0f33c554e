import { Button, Modal, Stack, Text } from '@mantine/core';
import { type Column, DataTable, Notice, TextLink, toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type DeviceMove, deviceMovesQuery, useMoveDevices } from '../../data/devices.ts';
import { useMay } from '../../data/session.ts';
import { count } from '../../lib/count.ts';
import { FormError } from '../form-error.tsx';
import css from './devices.module.css';

const keyOf = ({ from }: DeviceMove) => from.id;
const devicesIn = (moves: readonly DeviceMove[]) => moves.reduce((sum, { devices }) => sum + devices, 0);

/** Offers to move devices of archived people to the records that the same people have in, or had before, an integration. */
export function IntegrationMoves({ integrationId }: { readonly integrationId: string }) {
  const moves = useQuery(deviceMovesQuery({ integration_id: integrationId })).data ?? [];
  const [opened, setOpened] = useState(false);
  const mayMove = useMay('admin');
  if (moves.length === 0) return null;
  return (
    <Notice title="Devices can be moved to new records">
      {count(devicesIn(moves), 'device')} of {count(moves.length, 'archived person', 'archived people')} can go to
      records with the same e-mail or userName.{' '}
      {mayMove ? (
        <Button size="xs" variant="default" onClick={() => setOpened(true)}>
          Review
        </Button>
      ) : null}
      <Modal opened={opened} onClose={() => setOpened(false)} title="Move devices to new records" size="xl">
        <Review moves={moves} onClose={() => setOpened(false)} />
      </Modal>
    </Notice>
  );
}

const side = ({ name, integration }: DeviceMove['from']) => `${name} · ${integration.name}`;

const columns: readonly Column<DeviceMove>[] = [
  {
    id: 'from',
    header: 'Archived record',
    width: 'minmax(160px, 1.2fr)',
    narrow: 'title',
    cell: ({ from }) => (
      <TextLink to="/users/$userId" params={{ userId: from.id }} search={{ tab: 'devices' }}>
        {side(from)}
      </TextLink>
    ),
  },
  {
    id: 'to',
    header: 'Goes to',
    width: 'minmax(160px, 1.2fr)',
    narrow: 'detail',
    cell: ({ to }) => (
      <TextLink to="/users/$userId" params={{ userId: to.id }} search={{ tab: 'devices' }}>
        → {side(to)}
      </TextLink>
    ),
  },
  {
    id: 'by',
    header: 'Same',
    width: 'minmax(110px, 1fr)',
    cell: ({ matched_by, from }) => (matched_by === 'email' ? (from.email ?? 'E-mail') : 'userName'),
  },
  { id: 'devices', header: 'Devices', width: '64px', align: 'end', narrow: 'end', cell: ({ devices }) => devices },
];

interface ReviewProps {
  readonly moves: readonly DeviceMove[];
  readonly onClose: () => void;
}

function Review({ moves, onClose }: ReviewProps) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const run = useMoveDevices();
  const chosen = moves.filter((move) => !left.has(keyOf(move)));
  const onMove = () =>
    run.mutate(
      { moves: chosen.map(({ from, to }) => ({ from: from.id, to: to.id })) },
      {
        onSuccess: ({ devices, people }) => {
          onClose();
          toast({ title: `${count(devices, 'device')} moved to ${count(people, 'record')}` });
        },
      },
    );
  return (
    <Stack gap="md">
      <Text size="sm">An archived record that was deleted at the identity provider goes with its last device.</Text>
      <div className={css.moves}>
        <DataTable
          inline
          label="Proposed moves"
          columns={columns}
          rows={moves}
          rowKey={keyOf}
          selection={{
            chosen: new Set(chosen.map(keyOf)),
            onChange: (next) => setLeft(new Set(moves.map(keyOf).filter((key) => !next.has(key)))),
            labelOf: ({ from }) => from.name,
          }}
        />
      </div>
      <FormError error={run.error} />
      <FormButtons
        label={`Move ${count(devicesIn(chosen), 'device')}`}
        disabled={chosen.length === 0}
        busy={run.isPending}
        onClick={onMove}
        onCancel={onClose}
      />
    </Stack>
  );
}
