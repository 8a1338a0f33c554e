import { Checkbox, Stack, Title } from '@mantine/core';
import { Section } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { type FormEvent, useState } from 'react';
import type { AppDetail, ToApp } from '../../api/contract.ts';
import { EditButton } from '../components/editable-section.tsx';
import { FormError } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useSend } from '../data/queries.ts';

const toAppWords: readonly (readonly [keyof ToApp, string, string])[] = [
  ['createUsers', 'Create Users', 'Makes an account for each person who is assigned and has none.'],
  ['updateUserAttributes', 'Update User Attributes', 'Sends changes of a profile to the application.'],
  ['excludeUsernameUpdates', 'Exclude Username Updates', 'Leaves the username out of such changes.'],
  ['deactivateUsers', 'Deactivate Users', 'Deactivates the account of who is unassigned or deactivated.'],
  ['syncPassword', 'Sync Password', 'Sends a random password with each new account.'],
];

export function ToAppSection({ app }: { readonly app: AppDetail }) {
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
          <EditButton
            onClick={() => {
              setDraft(app.toApp);
              setEditing(true);
            }}
          />
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
