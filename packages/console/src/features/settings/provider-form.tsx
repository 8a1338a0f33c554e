import { Modal, PasswordInput, SegmentedControl, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { type FormEvent, useState } from 'react';
import { roleWords } from '../../components/role-words.ts';
import {
  type NewSignInProvider,
  type ProviderChange,
  type SignInProvider,
  useCreateSignInProvider,
  useUpdateSignInProvider,
} from '../../data/settings.ts';
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

function valuesOf({ name, domains, defaultRole, settings }: SignInProvider): Values {
  return { ...blank, name, domains, defaultRole: defaultRole ?? '', ...settings };
}

const commonOf = (values: Values) => ({
  name: values.name.trim(),
  domains: [...values.domains],
  defaultRole: values.defaultRole === '' ? null : values.defaultRole,
});

function newProvider(values: Values): NewSignInProvider {
  const { issuer, entryPoint, certificate, clientId, clientSecret } = values;
  return {
    ...commonOf(values),
    settings:
      values.protocol === 'saml'
        ? { protocol: 'saml', issuer, entryPoint, certificate }
        : { protocol: 'oidc', issuer, clientId, clientSecret },
  };
}

/** Settings that stay as they are aren't sent: the server would ask the issuer again, which may be down just now. */
function changeOf(values: Values, provider: SignInProvider): ProviderChange {
  const { issuer, entryPoint, certificate, clientId, clientSecret } = values;
  const before = valuesOf(provider);
  const same = ['issuer', 'entryPoint', 'certificate', 'clientId', 'clientSecret'] as const;
  if (same.every((key) => values[key] === before[key])) return commonOf(values);
  const { settings } = provider;
  return {
    ...commonOf(values),
    settings:
      settings.protocol === 'saml'
        ? { protocol: 'saml', issuer, entryPoint, certificate }
        : { ...settings, issuer, clientId, ...(clientSecret === '' ? {} : { clientSecret }) },
  };
}

interface ProviderFormProps {
  /** The one to change; absent: a new one. */
  readonly provider?: SignInProvider;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ProviderForm({ provider, opened, onClose }: ProviderFormProps) {
  const title = provider ? `Edit ${provider.name}` : 'Add an identity provider';
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={520}>
      {provider ? <Change provider={provider} onClose={onClose} /> : <Add onClose={onClose} />}
    </Modal>
  );
}

function Add({ onClose }: { readonly onClose: () => void }) {
  const create = useCreateSignInProvider();
  const submit = (values: Values) =>
    create.mutate(newProvider(values), {
      onSuccess: (provider) => {
        onClose();
        toast({ title: `${provider.name} was added`, detail: 'Now enter the URLs that are shown at the provider.' });
      },
    });
  return <Fields initial={blank} action="Add" sent={create} onSubmit={submit} onClose={onClose} />;
}

function Change({ provider, onClose }: { readonly provider: SignInProvider; readonly onClose: () => void }) {
  const update = useUpdateSignInProvider();
  const submit = (values: Values) =>
    update.mutate(
      { providerId: provider.id, body: changeOf(values, provider) },
      {
        onSuccess: ({ name }) => {
          onClose();
          toast({ title: `${name} was changed` });
        },
      },
    );
  return <Fields initial={valuesOf(provider)} action="Save" sent={update} onSubmit={submit} onClose={onClose} />;
}

interface FormProps {
  readonly initial: Values;
  readonly action: 'Add' | 'Save';
  readonly sent: { readonly isPending: boolean; readonly error: unknown };
  readonly onSubmit: (values: Values) => void;
  readonly onClose: () => void;
}

function Fields({ initial, action, sent, onSubmit, onClose }: FormProps) {
  const [values, setValues] = useState(initial);
  const set = (change: Partial<Values>) => setValues({ ...values, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(values);
  };
  const isNew = action === 'Add';
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {isNew ? (
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
        ) : null}
        <TextInput
          label="Name"
          description="On the button: Continue with …"
          data-autofocus
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TagsInput
          label="E-mail domains"
          description="Whose e-mail ends so is offered this provider on the sign-in page."
          placeholder={values.domains.length === 0 ? 'example.com' : ''}
          value={[...values.domains]}
          onChange={(domains) => set({ domains })}
          splitChars={[',', ' ']}
          acceptValueOnBlur
        />
        {values.protocol === 'saml' ? (
          <SamlFields values={values} set={set} />
        ) : (
          <OidcFields values={values} set={set} isNew={isNew} />
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
        <FormError error={sent.error} />
        <FormButtons
          label={action}
          busy={sent.isPending}
          disabled={values.name.trim() === '' || values.domains.length === 0}
          onCancel={onClose}
        />
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
        description="This and the next two are shown by your identity provider. At Okta: the app’s Sign On tab, View SAML setup instructions."
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

function OidcFields({ values, set, isNew }: FieldsProps & { readonly isNew: boolean }) {
  return (
    <>
      <TextInput
        label="Issuer"
        description="The address of your identity provider. It shows the client’s ID and secret when you make an app for Rollcall there."
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
        {...(isNew ? {} : { description: 'Leave it empty to keep the present one; another issuer needs its own.' })}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': 'Show client secret' }}
        value={values.clientSecret}
        onChange={(event) => set({ clientSecret: event.currentTarget.value })}
      />
    </>
  );
}
