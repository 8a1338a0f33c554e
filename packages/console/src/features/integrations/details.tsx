import { Select, Stack, Switch, Text } from '@mantine/core';
import {
  type Column,
  CopyField,
  DataTable,
  ExactTime,
  Facts,
  Notice,
  RelativeTime,
  Section,
  StatusBadge,
  TextLink,
  toast,
} from '@rollcall/ui';
import { providerWords } from '../../components/integration-words.ts';
import { type IntegrationDetails, type IntegrationToken, useUpdateIntegration } from '../../data/integrations.ts';
import { useMay } from '../../data/session.ts';
import { failed } from '../failed.ts';

export function Details({ integration }: { readonly integration: IntegrationDetails }) {
  const [first, ...others] = integration.scimUrls;
  return (
    <Stack gap="lg">
      {integration.tokens.map((token) =>
        token.state === 'retiring' && token.expiresAt ? (
          <Notice key={token.id}>
            The earlier token <code>{token.fingerprint}</code> works until <ExactTime at={token.expiresAt} />. Give your
            identity provider the current one before then.
          </Notice>
        ) : null,
      )}
      {integration.statusReason ? (
        <Notice tone={integration.status === 'failing' ? 'bad' : 'warn'}>{integration.statusReason}</Notice>
      ) : null}
      <Section title="Connection">
        <Facts
          items={[
            ['SCIM API URL', <CopyField key="url" value={first ?? ''} label="SCIM API URL" />],
            ...(others.length > 0
              ? [
                  [
                    'Also reachable at',
                    <Stack key="urls" gap={6}>
                      {others.map((url) => (
                        <CopyField key={url} value={url} label={url} />
                      ))}
                    </Stack>,
                  ] as const,
                ]
              : []),
            ['Name', integration.name],
            ['Identity provider', providerWords[integration.provider]],
            ['Created', <ExactTime key="created" at={integration.createdAt} />],
            ['Last contact', <RelativeTime key="contact" at={integration.lastContactAt} />],
            [
              'Users',
              <TextLink key="users" to="/users" search={{ integration: integration.id }}>
                {integration.users.toLocaleString('en')}
              </TextLink>,
            ],
            [
              'Groups',
              <TextLink key="groups" to="/groups" search={{ integration: integration.id }}>
                {integration.groups.toLocaleString('en')}
              </TextLink>,
            ],
            [
              'Requests',
              <TextLink key="requests" to="/activity" search={{ integration: integration.id }}>
                Show activity
              </TextLink>,
            ],
          ]}
        />
      </Section>
      <Section
        title="Token"
        description="The fingerprint is the beginning of the token: enough to tell which one your identity provider has. To change it, choose Rotate token in the menu above."
        flush
      >
        <DataTable inline label="Tokens" columns={tokenColumns} rows={integration.tokens} rowKey={(row) => row.id} />
      </Section>
      <Switches integration={integration} />
    </Stack>
  );
}

const tokenColumns: readonly Column<IntegrationToken>[] = [
  {
    id: 'fingerprint',
    header: 'Fingerprint',
    width: 'minmax(120px, 1fr)',
    cell: (row) => <code>{row.fingerprint}</code>,
    narrow: 'title',
  },
  {
    id: 'state',
    header: 'State',
    width: '120px',
    cell: (row) =>
      row.state === 'current' ? (
        <StatusBadge tone="good">Current</StatusBadge>
      ) : (
        <StatusBadge tone="warn">Retiring</StatusBadge>
      ),
    narrow: 'end',
  },
  {
    id: 'created',
    header: 'Created',
    width: '120px',
    cell: (row) => <RelativeTime at={row.createdAt} />,
    narrow: 'detail',
  },
  { id: 'used', header: 'Last used', width: '120px', cell: (row) => <RelativeTime at={row.lastUsedAt} /> },
  { id: 'agent', header: 'By', width: 'minmax(120px, 1fr)', cell: (row) => row.lastUserAgent ?? '—' },
  {
    id: 'expires',
    header: 'Expires',
    width: '120px',
    cell: (row) => <RelativeTime at={row.expiresAt} never="Never" />,
  },
];

const answers = [
  { value: 'bySize', label: 'By size: the resource, but nothing for groups over 1,000 members' },
  { value: 'resource', label: 'Always the whole resource (200)' },
  { value: 'noContent', label: 'Never the resource (204)' },
];

function Switches({ integration }: { readonly integration: IntegrationDetails }) {
  const mayChange = useMay('admin');
  const update = useUpdateIntegration(integration.id);
  const { switches } = integration;
  const set = (next: Partial<typeof switches>) =>
    update.mutate(
      { switches: next },
      {
        onSuccess: () => toast({ title: 'Saved', action: { label: 'Undo', run: () => update.mutate({ switches }) } }),
        onError: failed,
      },
    );
  return (
    <Section title="Behaviour">
      <Stack gap="lg">
        <Switch
          label="Skip unknown members"
          description="A group is saved without the members that do not exist here, and they are listed in the activity log. Off: the whole change is refused."
          disabled={!mayChange}
          checked={switches.skipUnknownMembers}
          onChange={(event) => set({ skipUnknownMembers: event.currentTarget.checked })}
        />
        <Select
          label="Answer to a change (PATCH)"
          description="What the identity provider gets back when it has changed a user or a group. Every provider with a guide here works with the first."
          maw={520}
          data={answers}
          disabled={!mayChange}
          allowDeselect={false}
          value={switches.patchAnswer}
          onChange={(value) => {
            if (value === 'bySize' || value === 'resource' || value === 'noContent') set({ patchAnswer: value });
          }}
        />
        {integration.rateLimitPerSecond === null ? null : (
          <Text c="dimmed">Limited to {integration.rateLimitPerSecond} requests a second.</Text>
        )}
      </Stack>
    </Section>
  );
}
