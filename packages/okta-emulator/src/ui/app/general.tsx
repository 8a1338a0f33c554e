import { Checkbox, Radio, Select, Stack, TextInput } from '@mantine/core';
import { Facts } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { type FormEvent, useState } from 'react';
import type { AppDetail, GeneralBody } from '../../api/contract.ts';
import { EditableSection } from '../components/editable-section.tsx';
import { FormError } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useSend } from '../data/queries.ts';

const visibility = 'Do not display application icon to users';

export function GeneralTab({ app }: { readonly app: AppDetail }) {
  const dialect = app.dialects.find((each) => each.id === app.dialect)?.label;
  return (
    <EditableSection title="Settings" form={(onDone) => <GeneralForm app={app} onDone={onDone} />}>
      <Facts
        items={[
          ['Application label', app.label],
          ['App visibility', app.visibility.hideFromUsers ? visibility : 'Shown to users'],
          ['Provisioning', app.provisioning === 'SCIM' ? 'SCIM' : 'None'],
          ...(app.canProvision ? [['Requests look like those of', dialect] as const] : []),
          ['Type', app.internalApp ? 'Internal app' : app.kind === 'CATALOG' ? 'From the app catalog' : 'App'],
        ]}
      />
    </EditableSection>
  );
}

function GeneralForm({ app, onDone }: { readonly app: AppDetail; readonly onDone: () => void }) {
  const [label, setLabel] = useState(app.label);
  const [hideFromUsers, setHide] = useState(app.visibility.hideFromUsers);
  const [provisioning, setProvisioning] = useState(app.provisioning);
  const [dialect, setDialect] = useState(app.dialect);
  const save = useSend((body: GeneralBody) => api.put(`/apps/${app.id}/general`, body), onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ label, hideFromUsers, ...(app.canProvision ? { provisioning, dialect } : {}) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Application label"
          required
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Checkbox.Group
          label="App visibility"
          value={hideFromUsers ? ['hide'] : []}
          onChange={(chosen) => setHide(chosen.includes('hide'))}
        >
          <Checkbox mt="xs" value="hide" label={visibility} />
        </Checkbox.Group>
        <Radio.Group
          label="Provisioning"
          {...(app.canProvision ? {} : { description: 'This catalog app offers sign-on only.' })}
          value={provisioning}
          onChange={(value) => setProvisioning(value === 'SCIM' ? 'SCIM' : 'NONE')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="NONE" label="None" />
            <Radio value="SCIM" label="SCIM" disabled={!app.canProvision} />
          </Stack>
        </Radio.Group>
        {app.canProvision ? (
          <Select
            label="Requests look like those of"
            description="The emulator’s own setting: which identity provider’s habits the requests follow."
            data={app.dialects.map((each) => ({ value: each.id, label: each.label }))}
            value={dialect}
            allowDeselect={false}
            onChange={(value) => {
              const found = app.dialects.find((each) => each.id === value);
              if (found) setDialect(found.id);
            }}
          />
        ) : null}
        <FormError error={save.error} />
        <FormButtons busy={save.isPending} onCancel={onDone} />
      </Stack>
    </form>
  );
}
