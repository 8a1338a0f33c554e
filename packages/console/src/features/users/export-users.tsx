import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { toast } from '@rollcall/ui';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { describeError } from '../../data/client.ts';
import { peopleCountsQuery, peopleExportUrl } from '../../data/people.ts';
import { count } from '../../lib/count.ts';
import { downloadWithProgress } from '../../lib/download.ts';
import { filterOf, type UserListState } from './user-list-state.ts';

/** The list under its filters as CSV, with progress. */
export function ExportUsers({ state }: { readonly state: UserListState }) {
  const [lines, setLines] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  const tab = state.tab ?? 'all';
  const total = useQuery(peopleCountsQuery(filterOf(state))).data?.[tab] ?? 0;
  const run = async () => {
    const controller = new AbortController();
    stop.current = controller;
    setLines(0);
    try {
      await downloadWithProgress({
        url: peopleExportUrl({ ...filterOf(state), tab }),
        fileName: `users-${new Date().toISOString().slice(0, 10)}.csv`,
        signal: controller.signal,
        onLines: setLines,
      });
      toast({ title: 'Users exported' });
    } catch (error) {
      if (!controller.signal.aborted) toast({ ...describeError(error), tone: 'bad' });
    } finally {
      setLines(null);
    }
  };
  const done = Math.max(0, (lines ?? 0) - 1);
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={15} />} onClick={() => void run()}>
        Export
      </Button>
      <Modal opened={lines !== null} onClose={() => stop.current?.abort()} title="Exporting users" size={380}>
        <Stack gap="sm">
          <Progress
            value={total === 0 ? 100 : Math.min(100, (100 * done) / total)}
            aria-label="Export"
            transitionDuration={100}
          />
          <Group justify="space-between">
            <Text c="dimmed">
              {done.toLocaleString('en')} of {count(total, 'user')}
            </Text>
            <Button variant="default" onClick={() => stop.current?.abort()}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
