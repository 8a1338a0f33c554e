import { Button, Group, NumberInput, Stack } from '@mantine/core';
import { Confirm, toast } from '@rollcall/ui';
import { type FormEvent, useState } from 'react';
import { type Retention, useUpdateRetention } from '../../data/settings.ts';
import { bytes } from '../../lib/bytes.ts';
import { count } from '../../lib/count.ts';
import { failed } from '../failed.ts';
import { FormError } from '../form-error.tsx';

const mib = 1_048_576;

/** How long and how much of the request log is kept. Less of it is asked about: what goes can't be brought back. */
export function RetentionForm({ retention }: { readonly retention: Retention }) {
  const [days, setDays] = useState<string | number>(retention.requestLogDays);
  const [size, setSize] = useState<string | number>(retention.requestLogBytes / mib);
  const [asking, setAsking] = useState(false);
  const update = useUpdateRetention();
  const next = { requestLogDays: Number(days), requestLogBytes: Number(size) * mib };
  const valid =
    within(next.requestLogDays, 1, retention.mostDays) && within(Number(size), 1, retention.mostBytes / mib);
  const changed =
    next.requestLogDays !== retention.requestLogDays || next.requestLogBytes !== retention.requestLogBytes;
  const shorter = next.requestLogDays < retention.requestLogDays || next.requestLogBytes < retention.bytes;
  // What was kept for longer can be kept for as long as before; what was thrown away is gone.
  const { requestLogDays, requestLogBytes } = retention;
  const undo = { label: 'Undo', run: () => update.mutate({ requestLogDays, requestLogBytes }, { onError: failed }) };
  const save = () =>
    update.mutate(next, {
      onSuccess: () => toast({ title: 'Saved', ...(shorter ? {} : { action: undo }) }),
      onSettled: () => setAsking(false),
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (shorter) setAsking(true);
    else save();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={420}>
        <NumberInput
          label="Keep for, in days"
          description={`The server’s default is ${count(retention.defaultDays, 'day')}, its most ${count(retention.mostDays, 'day')}.`}
          min={1}
          max={retention.mostDays}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=","
          error={
            within(next.requestLogDays, 1, retention.mostDays) ? null : `From 1 to ${count(retention.mostDays, 'day')}.`
          }
          value={days}
          onChange={setDays}
        />
        <NumberInput
          label="Keep at most, in MiB"
          description={`The server’s default is ${bytes(retention.defaultBytes)}, its most ${bytes(retention.mostBytes)}.`}
          min={1}
          max={retention.mostBytes / mib}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=","
          error={
            within(Number(size), 1, retention.mostBytes / mib) ? null : `From 1 MiB to ${bytes(retention.mostBytes)}.`
          }
          value={size}
          onChange={setSize}
        />
        <FormError error={update.error} />
        <Group>
          <Button type="submit" loading={update.isPending} disabled={!valid || !changed}>
            Save
          </Button>
        </Group>
      </Stack>
      <Confirm
        opened={asking}
        title="Keep less of the request log"
        action="Keep less"
        danger
        busy={update.isPending}
        onClose={() => setAsking(false)}
        onConfirm={save}
      >
        Requests older than {count(next.requestLogDays, 'day')}, and the oldest beyond {bytes(next.requestLogBytes)},
        are forgotten at once. They can’t be brought back.
      </Confirm>
    </form>
  );
}

const within = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;
