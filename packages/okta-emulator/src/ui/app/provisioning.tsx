import { Button, Checkbox, Group, Modal, PasswordInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { Facts, Notice, Section } from '@rollcall/ui';
import { IconCheck, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type {
  AppDetail,
  ConnectorTest,
  IntegrationBody,
  IntegrationView,
  ProvisioningActions,
  ToApp,
} from '../../api/contract.ts';
import { FormButtons, FormError } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useSend } from '../data/queries.ts';
import { AttributeMappings } from './attribute-mappings.tsx';
import css from './provisioning.module.css';

export function ProvisioningTab({ app }: { readonly app: AppDetail }) {
  return (
    <Stack gap="lg">
      <IntegrationSection app={app} />
      {app.integration ? (
        <>
          <ToAppSection app={app} />
          <AttributeMappings app={app} />
        </>
      ) : null}
    </Stack>
  );
}

const actionWords: readonly (readonly [keyof ProvisioningActions, string])[] = [
  ['importUsers', 'Import New Users and Profile Updates'],
  ['pushNewUsers', 'Push New Users'],
  ['pushProfileUpdates', 'Push Profile Updates'],
  ['pushGroups', 'Push Groups'],
  ['importGroups', 'Import Groups'],
];
const modeWords: Record<IntegrationView['authMode'], string> = {
  BASIC: 'Basic Auth',
  HEADER: 'HTTP Header',
  OAUTH2: 'OAuth2',
};

function IntegrationSection({ app }: { readonly app: AppDetail }) {
  const [editing, setEditing] = useState(false);
  const { integration } = app;
  const actions = integration ? actionWords.filter(([name]) => integration.actions[name]).map(([, word]) => word) : [];
  return (
    <Section
      title="Integration"
      description="SCIM Connection"
      actions={
        editing ? null : (
          <Button variant="default" size="xs" onClick={() => setEditing(true)}>
            Edit
          </Button>
        )
      }
    >
      {editing ? (
        <IntegrationForm app={app} onDone={() => setEditing(false)} />
      ) : integration ? (
        <Facts
          items={[
            ['SCIM connector base URL', integration.baseUrl],
            ['Unique identifier field for users', integration.uniqueIdField],
            ['Supported provisioning actions', actions.length > 0 ? actions.join(', ') : 'None'],
            ['Authentication Mode', modeWords[integration.authMode]],
            ['Authorization', integration.hasSecret ? 'Set' : 'Not set'],
          ]}
        />
      ) : (
        <Text c="dimmed">Not connected yet. Edit it to enter the application’s SCIM URL and token.</Text>
      )}
    </Section>
  );
}

interface AuthDraft {
  readonly mode: IntegrationView['authMode'];
  readonly token: string;
  readonly username: string;
  readonly password: string;
  readonly tokenEndpoint: string;
  readonly authorizationEndpoint: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A secret that was not typed again stays as it is. */
function authBody(draft: AuthDraft): IntegrationBody['auth'] {
  switch (draft.mode) {
    case 'BASIC':
      return { mode: 'BASIC', username: draft.username, ...(draft.password ? { password: draft.password } : {}) };
    case 'HEADER':
      return { mode: 'HEADER', ...(draft.token ? { token: draft.token } : {}) };
    case 'OAUTH2':
      return {
        mode: 'OAUTH2',
        tokenEndpoint: draft.tokenEndpoint,
        authorizationEndpoint: draft.authorizationEndpoint,
        clientId: draft.clientId,
        ...(draft.clientSecret ? { clientSecret: draft.clientSecret } : {}),
      };
    default:
      return draft.mode satisfies never;
  }
}

function IntegrationForm({ app, onDone }: { readonly app: AppDetail; readonly onDone: () => void }) {
  const before = app.integration;
  const [baseUrl, setBaseUrl] = useState(before?.baseUrl ?? '');
  const [uniqueIdField, setField] = useState(before?.uniqueIdField ?? '');
  const [chosen, setChosen] = useState<readonly string[]>(
    actionWords.filter(([name]) => before?.actions[name]).map(([name]) => name),
  );
  const [auth, setAuth] = useState<AuthDraft>({
    mode: before?.authMode ?? 'BASIC',
    token: '',
    username: before?.username ?? '',
    password: '',
    tokenEndpoint: before?.tokenEndpoint ?? '',
    authorizationEndpoint: before?.authorizationEndpoint ?? '',
    clientId: before?.clientId ?? '',
    clientSecret: '',
  });
  const body = (): IntegrationBody => ({
    baseUrl: baseUrl.trim(),
    uniqueIdField: uniqueIdField.trim(),
    actions: {
      importUsers: chosen.includes('importUsers'),
      pushNewUsers: chosen.includes('pushNewUsers'),
      pushProfileUpdates: chosen.includes('pushProfileUpdates'),
      pushGroups: chosen.includes('pushGroups'),
      importGroups: chosen.includes('importGroups'),
    },
    auth: authBody(auth),
  });
  const [result, setResult] = useState<ConnectorTest | null>(null);
  const test = useSend(
    (input: IntegrationBody) => api.post<ConnectorTest>(`/apps/${app.id}/test-connector`, input),
    setResult,
  );
  const save = useSend((input: IntegrationBody) => api.put(`/apps/${app.id}/integration`, input), onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(body());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="SCIM connector base URL"
          required
          placeholder="https://subdomain.api.example.com/api/v1/scim"
          value={baseUrl}
          onChange={(event) => setBaseUrl(event.currentTarget.value)}
        />
        <TextInput
          label="Unique identifier field for users"
          required
          placeholder="userName"
          value={uniqueIdField}
          onChange={(event) => setField(event.currentTarget.value)}
        />
        <Checkbox.Group
          label="Supported provisioning actions"
          value={[...chosen]}
          onChange={(names: string[]) => setChosen(names)}
        >
          <Stack gap="xs" mt="xs">
            {actionWords.map(([name, word]) => (
              <Checkbox key={name} value={name} label={word} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Select
          label="Authentication Mode"
          data={Object.entries(modeWords).map(([value, label]) => ({ value, label }))}
          value={auth.mode}
          allowDeselect={false}
          onChange={(value) => setAuth({ ...auth, mode: value === 'HEADER' || value === 'OAUTH2' ? value : 'BASIC' })}
        />
        <AuthFields auth={auth} onChange={setAuth} kept={before?.hasSecret === true && before.authMode === auth.mode} />
        <Group>
          <Button
            variant="default"
            loading={test.isPending}
            disabled={baseUrl.trim() === ''}
            onClick={() => test.mutate(body())}
          >
            Test Connector Configuration
          </Button>
        </Group>
        <FormError error={save.error ?? test.error} />
        <FormButtons busy={save.isPending} onCancel={onDone} />
      </Stack>
      <Modal opened={result !== null} onClose={() => setResult(null)} title="Test Connector Configuration">
        {result ? <TestResult result={result} onClose={() => setResult(null)} /> : null}
      </Modal>
    </form>
  );
}

interface AuthFieldsProps {
  readonly auth: AuthDraft;
  readonly onChange: (auth: AuthDraft) => void;
  readonly kept: boolean;
}

function AuthFields({ auth, onChange, kept }: AuthFieldsProps) {
  const secret = (label: string, name: 'token' | 'password' | 'clientSecret', description?: string) => (
    <PasswordInput
      label={label}
      {...(description ? { description } : {})}
      autoComplete="off"
      {...(kept ? { placeholder: 'Unchanged' } : {})}
      value={auth[name]}
      onChange={(event) => onChange({ ...auth, [name]: event.currentTarget.value })}
      visibilityToggleButtonProps={{ 'aria-label': `Show ${label}` }}
    />
  );
  const plain = (label: string, name: 'username' | 'tokenEndpoint' | 'authorizationEndpoint' | 'clientId') => (
    <TextInput
      label={label}
      value={auth[name]}
      onChange={(event) => onChange({ ...auth, [name]: event.currentTarget.value })}
    />
  );
  switch (auth.mode) {
    case 'HEADER':
      return secret('Authorization', 'token', 'The bare token; “Bearer ” is put in front of it.');
    case 'BASIC':
      return (
        <>
          {plain('Username', 'username')}
          {secret('Password', 'password')}
        </>
      );
    case 'OAUTH2':
      return (
        <>
          {plain('Access token endpoint URI', 'tokenEndpoint')}
          {plain('Authorization endpoint URI', 'authorizationEndpoint')}
          {plain('Client ID', 'clientId')}
          {secret('Client Secret', 'clientSecret')}
        </>
      );
    default:
      return auth.mode satisfies never;
  }
}

function TestResult({ result, onClose }: { readonly result: ConnectorTest; readonly onClose: () => void }) {
  return (
    <Stack gap="md">
      {result.ok ? (
        <Text>Connector configured successfully. These provisioning features were detected in it:</Text>
      ) : (
        <Notice tone="bad" urgent>
          {result.message}
        </Notice>
      )}
      <ul className={css.features} aria-label="Detected features">
        {result.features.map(({ name, detected }) => (
          <li key={name} className={css.feature} data-detected={detected || undefined}>
            {detected ? (
              <IconCheck size={18} role="img" aria-label="Detected" />
            ) : (
              <IconX size={18} role="img" aria-label="Not detected" />
            )}
            {name}
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      </Group>
    </Stack>
  );
}

const toAppWords: readonly (readonly [keyof ToApp, string, string])[] = [
  ['createUsers', 'Create Users', 'Makes an account for each person who is assigned and has none.'],
  ['updateUserAttributes', 'Update User Attributes', 'Sends changes of a profile to the application.'],
  ['excludeUsernameUpdates', 'Exclude Username Updates', 'Leaves the username out of such changes.'],
  ['deactivateUsers', 'Deactivate Users', 'Deactivates the account of who is unassigned or deactivated.'],
  ['syncPassword', 'Sync Password', 'Sends a random password with each new account.'],
];

function ToAppSection({ app }: { readonly app: AppDetail }) {
  const [editing, setEditing] = useState(false);
  const [draft, setDraft] = useState(app.toApp);
  const save = useSend(
    (body: ToApp) => api.put(`/apps/${app.id}/to-app`, body),
    () => setEditing(false),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(draft);
  };
  const shown = editing ? draft : app.toApp;
  return (
    <Section
      title="To App"
      actions={
        editing ? null : (
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              setDraft(app.toApp);
              setEditing(true);
            }}
          >
            Edit
          </Button>
        )
      }
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Title order={3} size="h5">
            Provisioning to App
          </Title>
          {toAppWords.map(([name, word, description]) => (
            <Checkbox
              key={name}
              label={word}
              description={description}
              checked={shown[name]}
              disabled={!editing}
              // What is set must be readable while it can't be changed.
              styles={{ label: { color: 'var(--rc-text)' } }}
              onChange={(event) => setDraft({ ...draft, [name]: event.currentTarget.checked })}
            />
          ))}
          <FormError error={save.error} />
          {editing ? <FormButtons busy={save.isPending} onCancel={() => setEditing(false)} /> : null}
        </Stack>
      </form>
    </Section>
  );
}
