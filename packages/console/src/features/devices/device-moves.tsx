import { Button } from '@mantine/core';
import { Notice, toast } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { deviceMovesQuery, useMoveDevices } from '../../data/devices.ts';
import { useMay } from '../../data/session.ts';
import { count } from '../../lib/count.ts';
import { failed } from '../failed.ts';

/** Offers to move the devices of an archived record to the one that the same person has now. */
export function DeviceMoves({ userId }: { readonly userId: string }) {
  const moves = useQuery(deviceMovesQuery({ user_id: userId })).data ?? [];
  const run = useMoveDevices();
  const mayMove = useMay('admin');
  return moves.map(({ from, to, devices }) => (
    <Notice key={`${from.id} ${to.id}`} title="Devices can be moved">
      {count(devices, 'device')} of the archived record of {from.name} ({from.integration.name}) can go to {to.name} (
      {to.integration.name}).{' '}
      {mayMove ? (
        <Button
          variant="default"
          loading={run.isPending}
          onClick={() =>
            run.mutate(
              { moves: [{ from: from.id, to: to.id }] },
              {
                onSuccess: (done) => toast({ title: `${count(done.devices, 'device')} moved to ${to.name}` }),
                onError: failed,
              },
            )
          }
        >
          Move devices
        </Button>
      ) : null}
    </Notice>
  ));
}
