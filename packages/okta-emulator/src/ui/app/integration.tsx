import { Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { Facts } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { type FormEvent, useState } from 'react';
import type { AppDetail, ConnectorTest, IntegrationBody, ProvisioningActions } from '../../api/contract.ts';
import { EditableSection } from '../components/editable-section.tsx';
import { FormError } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useSend } from '../data/queries.ts';
import { type AuthDraft, AuthFields, authBody, modeWords } from './connector-auth.tsx';
import { TestResult } from './connector-test.tsx';

const actionWords: readonly (readonly [keyof ProvisioningActions, string])[] = [
  ['importUsers', 'Import New Users and Profile Updates'],
  ['pushNewUsers', 'Push New Users'],
  ['pushProfileUpdates', 'Push Profile Updates'],
  ['pushGroups', 'Push Groups'],
  ['importGroups', 'Import Groups'],
];

export function IntegrationSection({ app }: { readonly app: AppDetail }) {
  const { integration } = app;
  const actions = integration ? actionWords.filter(([name]) => integration.actions[name]).map(([, word]) => word) : [];
  return (
    <EditableSection
      title="Integration"
      description="SCIM Connection"
      form={(onDone) => <IntegrationForm app={app} onDone={onDone} />}
    >
      {integration ? (
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
    </EditableSection>
  );
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
