import { Anchor, Code, Select, Stack, TextInput } from '@mantine/core';
import { CopyField, Facts, Section } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { type FormEvent, useState } from 'react';
import type { AppDetail, SamlSettings } from '../../api/contract.ts';
import { EditableSection } from '../components/editable-section.tsx';
import { FormError } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useSend } from '../data/queries.ts';

const formats: readonly SamlSettings['nameIdFormat'][] = ['unspecified', 'emailAddress', 'persistent', 'transient'];

export function SignOnTab({ app }: { readonly app: AppDetail }) {
  const { signOn } = app;
  return (
    <Stack gap="lg">
      <EditableSection title="SAML Settings" form={(onDone) => <SamlForm app={app} onDone={onDone} />}>
        <Facts
          items={[
            ['Single sign-on URL', signOn.saml.ssoUrl],
            ['Audience URI (SP Entity ID)', signOn.saml.audience],
            ['Name ID format', signOn.saml.nameIdFormat],
            ['Application username', <Code key="name">{signOn.saml.userNameExpression}</Code>],
          ]}
        />
      </EditableSection>
      <Section
        title="SAML metadata"
        description="What the application needs to know about this identity provider."
        actions={
          <Anchor href={signOn.metadataUrl} target="_blank" rel="noreferrer">
            View SAML metadata
          </Anchor>
        }
      >
        <Facts
          items={[
            ['Metadata URL', <CopyField key="metadata" value={signOn.metadataUrl} label="Metadata URL" />],
            ['Sign on URL', <CopyField key="sso" value={signOn.ssoUrl} label="Sign on URL" />],
            ['Issuer', <CopyField key="issuer" value={signOn.issuer} label="Issuer" />],
            ['Signing certificate', <CopyField key="cert" value={signOn.certificate} label="Signing certificate" />],
            ['App embed link', <CopyField key="embed" value={signOn.embedUrl} label="App embed link" />],
          ]}
        />
      </Section>
    </Stack>
  );
}

function SamlForm({ app, onDone }: { readonly app: AppDetail; readonly onDone: () => void }) {
  const [saml, setSaml] = useState(app.signOn.saml);
  const save = useSend((body: SamlSettings) => api.put(`/apps/${app.id}/saml`, body), onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(saml);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Single sign-on URL"
          type="url"
          required
          value={saml.ssoUrl}
          onChange={(event) => setSaml({ ...saml, ssoUrl: event.currentTarget.value })}
        />
        <TextInput
          label="Audience URI (SP Entity ID)"
          required
          value={saml.audience}
          onChange={(event) => setSaml({ ...saml, audience: event.currentTarget.value })}
        />
        <Select
          label="Name ID format"
          data={formats}
          value={saml.nameIdFormat}
          allowDeselect={false}
          onChange={(value) =>
            setSaml({ ...saml, nameIdFormat: formats.find((each) => each === value) ?? 'unspecified' })
          }
        />
        <TextInput
          label="Application username"
          description="An expression over the person, such as user.email"
          value={saml.userNameExpression}
          onChange={(event) => setSaml({ ...saml, userNameExpression: event.currentTarget.value })}
        />
        <FormError error={save.error} />
        <FormButtons busy={save.isPending} onCancel={onDone} />
      </Stack>
    </form>
  );
}
