import { SimpleGrid } from '@mantine/core';
import { ExactTime, Facts, Page, PageHeader, Section, TextLink } from '@rollcall/ui';
import type { Dashboard } from '../../api/contract.ts';
import { usePageTitle } from '../components/parts.tsx';
import { useOne } from '../data/queries.ts';

export function DashboardPage() {
  usePageTitle('Dashboard');
  const { people, groups, apps, tasks, clock, chaos } = useOne<Dashboard>('/dashboard');
  const disturbed = [
    chaos.refuse,
    chaos.delay,
    chaos.cut,
    chaos.tooMany,
    chaos.serverError,
    chaos.duplicate,
    chaos.reorder,
  ];
  return (
    <Page>
      <PageHeader
        title="Dashboard"
        description="A stand-in for an Okta org on your own machine, for testing SCIM servers. Nothing here reaches Okta."
      />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Section title="Org">
          <Facts
            items={[
              [
                'People',
                <TextLink key="people" to="/people">
                  {people.toLocaleString('en')}
                </TextLink>,
              ],
              [
                'Groups',
                <TextLink key="groups" to="/groups">
                  {groups.toLocaleString('en')}
                </TextLink>,
              ],
              [
                'Applications',
                <TextLink key="apps" to="/applications">
                  {apps.toLocaleString('en')}
                </TextLink>,
              ],
            ]}
          />
        </Section>
        <Section title="Provisioning">
          <Facts
            items={[
              ['Queued or running', (tasks.queued + tasks.running).toLocaleString('en')],
              ['Waiting to try again', tasks.waiting.toLocaleString('en')],
              [
                'Failed',
                tasks.failed === 0 ? (
                  '0'
                ) : (
                  <TextLink key="failed" to="/tasks" search={{ state: 'FAILED' }}>
                    {tasks.failed.toLocaleString('en')}
                  </TextLink>
                ),
              ],
            ]}
          />
        </Section>
        <Section title="Emulator">
          <Facts
            items={[
              ['Clock', <ExactTime key="clock" at={clock.now} />],
              ['Chaos', disturbed.some((share) => share > 0) ? 'On' : 'Off'],
              [
                'Change them',
                <TextLink key="settings" to="/settings">
                  Emulator settings
                </TextLink>,
              ],
            ]}
          />
        </Section>
      </SimpleGrid>
    </Page>
  );
}
