import { Stack } from '@mantine/core';
import { ExactTime, Facts, Notice, Section, Tag, TextLink } from '@rollcall/ui';
import type { Person } from '../../data/people.ts';
import css from './user-profile.module.css';

export function UserProfile({ person }: { readonly person: Person }) {
  return (
    <Stack gap="lg">
      {person.status === 'deleted' ? (
        <Notice tone="warn">
          Deleted by the identity provider; kept here because of the devices that are still assigned.
        </Notice>
      ) : null}
      <Section title="Profile">
        <Facts
          items={[
            ['Name', person.name],
            ['User name', person.userName],
            ['E-mail', person.email],
            ['Department', person.department],
            ['Job title', person.jobTitle],
            [
              'Integration',
              <TextLink
                key="integration"
                to="/integrations/$integrationId"
                params={{ integrationId: person.integration.id }}
              >
                {person.integration.name}
              </TextLink>,
            ],
            ['Id at the identity provider', person.externalId],
            ['Devices', person.deviceCount.toLocaleString('en')],
            ['Created', <ExactTime key="created" at={person.createdAt} />],
            ['Updated', <ExactTime key="updated" at={person.updatedAt} />],
            [
              'Requests',
              <TextLink key="requests" to="/activity" search={{ user: person.id }}>
                Show activity
              </TextLink>,
            ],
          ]}
        />
      </Section>
      <Section title="Attributes as received" flush>
        <dl className={css.attributes}>
          {person.attributes.map((attribute) => (
            <div key={attribute.path} className={css.attribute}>
              <dt>
                <code>{attribute.path}</code>
              </dt>
              <dd>
                <span>{attribute.value}</span>
                {attribute.feeds ? <Tag>{attribute.feeds}</Tag> : null}
              </dd>
            </div>
          ))}
        </dl>
      </Section>
    </Stack>
  );
}
