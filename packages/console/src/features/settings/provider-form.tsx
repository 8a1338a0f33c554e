import {
  Button,
  Group,
  Modal,
  PasswordInput,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { toast } from '@rollcall/ui';
import { type FormEvent, useState } from 'react';
import { roleWords } from '../../components/role-words.ts';
import { type NewSignInProvider, useCreateSignInProvider } from '../../data/settings.ts';
import { FormError } from '../form-error.tsx';

interface Values {
  readonly protocol: 'oidc' | 'saml';
  readonly name: string;
  readonly domains: readonly string[];
  readonly defaultRole: '' | 'owner' | 'admin' | 'auditor';
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly entryPoint: string;
  readonly certificate: string;
}
const blank: Values = {
  protocol: 'saml',
  name: '',
  domains: [],
  defaultRole: '',
  issuer: '',
  clientId: '',
  clientSecret: '',
  entryPoint: '',
  certificate: '',
};

function bodyOf(values: Values): NewSignInProvider {
  const { issuer, entryPoint, certificate, clientId, clientSecret } = values;
  return {
    name: values.name.trim(),
    domains: [...values.domains],
    defaultRole: values.defaultRole === '' ? null : values.defaultRole,
    settings:
      values.protocol === 'saml'
        ? { protocol: 'saml', issuer, entryPoint, certificate }
        : { protocol: 'oidc', issuer, clientId, clientSecret },
  };
}

export function ProviderForm({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add an identity provider" size={520}>
      <Fields onClose={onClose} />
    </Modal>
  );
}

function Fields({ onClose }: { readonly onClose: () => void }) {
  const [values, setValues] = useState(blank);
  const create = useCreateSignInProvider();
  const set = (change: Partial<Values>) => setValues({ ...values, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(bodyOf(values), {
      onSuccess: (provider) => {
        onClose();
        toast({ title: `${provider.name} was added`, detail: 'Now enter the URLs that are shown at the provider.' });
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <SegmentedControl
          fullWidth
          aria-label="Protocol"
          data={[
            { value: 'saml', label: 'SAML 2.0' },
            { value: 'oidc', label: 'OpenID Connect' },
          ]}
          value={values.protocol}
          onChange={(protocol) => set({ protocol: protocol === 'oidc' ? 'oidc' : 'saml' })}
        />
        <TextInput
          label="Name"
          description="On the button: Continue with …"
          data-autofocus
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TagsInput
          label="E-mail domains"
          placeholder={values.domains.length === 0 ? 'example.com' : ''}
          value={[...values.domains]}
          onChange={(domains) => set({ domains })}
          splitChars={[',', ' ']}
          acceptValueOnBlur
        />
        {values.protocol === 'saml' ? (
          <SamlFields values={values} set={set} />
        ) : (
          <OidcFields values={values} set={set} />
        )}
        <Select
          label="Who may sign in"
          allowDeselect={false}
          data={[
            { value: '', label: 'Only people who were invited' },
            ...Object.entries(roleWords).map(([value, label]) => ({
              value,
              label: `Everybody; newcomers become ${label.toLowerCase()}`,
            })),
          ]}
          value={values.defaultRole}
          onChange={(value) =>
            set({ defaultRole: value === 'owner' || value === 'admin' || value === 'auditor' ? value : '' })
          }
        />
        <FormError error={create.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={values.name.trim() === '' || values.domains.length === 0}
          >
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface FieldsProps {
  readonly values: Values;
  readonly set: (change: Partial<Values>) => void;
}

function SamlFields({ values, set }: FieldsProps) {
  return (
    <>
      <TextInput
        label="Identity Provider Issuer"
        value={values.issuer}
        onChange={(event) => set({ issuer: event.currentTarget.value })}
      />
      <TextInput
        label="Identity Provider Single Sign-On URL"
        type="url"
        value={values.entryPoint}
        onChange={(event) => set({ entryPoint: event.currentTarget.value })}
      />
      <Textarea
        label="X.509 Certificate"
        autosize
        minRows={3}
        maxRows={8}
        value={values.certificate}
        onChange={(event) => set({ certificate: event.currentTarget.value })}
      />
    </>
  );
}

function OidcFields({ values, set }: FieldsProps) {
  return (
    <>
      <TextInput
        label="Issuer"
        type="url"
        placeholder="https://example.okta.com"
        value={values.issuer}
        onChange={(event) => set({ issuer: event.currentTarget.value })}
      />
      <TextInput
        label="Client ID"
        value={values.clientId}
        onChange={(event) => set({ clientId: event.currentTarget.value })}
      />
      <PasswordInput
        label="Client secret"
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': 'Show client secret' }}
        value={values.clientSecret}
        onChange={(event) => set({ clientSecret: event.currentTarget.value })}
      />
    </>
  );
}
