import { Button, Group, NumberInput, SimpleGrid, Stack } from '@mantine/core';
import { CopyField, ExactTime, Facts, Page, PageHeader, Section, toast } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChaosSettings, ClockView } from '../../api/contract.ts';
import { FormError, usePageTitle } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { sessionQuery, useAct, useOne, useSend } from '../data/queries.ts';

export function SettingsPage() {
  usePageTitle('Emulator settings');
  const session = useSuspenseQuery(sessionQuery).data;
  return (
    <Page width={860}>
      <PageHeader
        title="Emulator settings"
        description="What no identity provider has: a clock to turn, a network to spoil."
      />
      <Clock />
      <Chaos />
      <Section title="API" description="Okta’s management API is at /api/v1 of this address, with this token (SSWS).">
        <CopyField value={session.apiToken} label="API token" secret />
      </Section>
    </Page>
  );
}

const minute = 60_000;
const steps = [
  ['1 minute', minute],
  ['1 hour', 60 * minute],
  ['1 day', 24 * 60 * minute],
] as const;

function Clock() {
  const clock = useOne<ClockView>('/clock');
  const advance = useAct((ms: number) => api.post<ClockView>('/clock/advance', { ms }));
  const untilNext = clock.nextDue ? Date.parse(clock.nextDue) - Date.parse(clock.now) : 0;
  return (
    <Section title="Clock" description="Retries and waits run on it. It only goes forward.">
      <Stack gap="md">
        <Facts
          items={[
            ['Now', <ExactTime key="now" at={clock.now} />],
            ['Ahead of this machine', `${Math.round(clock.aheadMs / 1000).toLocaleString('en')} s`],
            ['Next waiting task', clock.nextDue ? <ExactTime key="next" at={clock.nextDue} /> : 'None waits'],
          ]}
        />
        <Group gap="xs">
          {steps.map(([label, ms]) => (
            <Button key={label} variant="default" onClick={() => advance.mutate(ms)}>
              Advance {label}
            </Button>
          ))}
          <Button
            variant="default"
            disabled={clock.nextDue === null}
            onClick={() => advance.mutate(Math.max(0, untilNext))}
          >
            Advance to the next task
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

const shares: readonly (readonly [keyof ChaosSettings, string, string])[] = [
  ['refuse', 'Refuse', 'The connection is refused.'],
  ['delay', 'Delay', 'The request waits before it is sent.'],
  ['cut', 'Cut', 'Sent, but the answer is lost.'],
  ['tooMany', 'Answer 429', 'As if too many were sent.'],
  ['serverError', 'Answer 500', 'As if the server failed.'],
  ['duplicate', 'Duplicate', 'The request is sent twice.'],
  ['reorder', 'Reorder', 'Later requests overtake it.'],
];

function Chaos() {
  const chaos = useOne<ChaosSettings>('/chaos');
  const [draft, setDraft] = useState(chaos);
  const save = useSend(
    (body: ChaosSettings) => api.put<ChaosSettings>('/chaos', body),
    () => toast({ title: 'Chaos is set' }),
  );
  const number = (value: string | number) => (typeof value === 'number' ? value : 0);
  return (
    <Section title="Chaos" description="The share of the requests, in percent, to which each of these happens.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(draft);
        }}
      >
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
            {shares.map(([name, label, description]) => (
              <NumberInput
                key={name}
                label={label}
                description={description}
                suffix=" %"
                min={0}
                max={100}
                value={Math.round(draft[name] * 1000) / 10}
                onChange={(value) => setDraft({ ...draft, [name]: number(value) / 100 })}
              />
            ))}
            <NumberInput
              label="Longest delay"
              description="Of a delayed or overtaken request."
              suffix=" ms"
              min={0}
              max={600_000}
              value={draft.delayMs}
              onChange={(value) => setDraft({ ...draft, delayMs: number(value) })}
            />
            <NumberInput
              label="Seed"
              description="Same seed, same chaos."
              allowDecimal={false}
              value={draft.seed}
              onChange={(value) => setDraft({ ...draft, seed: number(value) })}
            />
          </SimpleGrid>
          <FormError error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
            <Button
              variant="default"
              onClick={() => {
                const off = Object.fromEntries(shares.map(([name]) => [name, 0]));
                const quiet: ChaosSettings = { ...draft, ...off };
                setDraft(quiet);
                save.mutate(quiet);
              }}
            >
              Switch off
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
