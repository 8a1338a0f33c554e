import { Button, Stack, Text } from '@mantine/core';
import { Confirm, CopyField, EmptyState, Facts, Section, Tag, toast } from '@rollcall/ui';
import { RowMenu } from '@rollcall/ui/row-menu';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { roleWords } from '../../components/role-words.ts';
import { useMay } from '../../data/session.ts';
import { type SignInProvider, signInProvidersQuery, useDeleteSignInProvider } from '../../data/settings.ts';
import { failed } from '../failed.ts';
import { ProviderForm } from './provider-form.tsx';

/** Single sign-on by OpenID Connect or SAML 2.0. */
export function SignInSettings() {
  const { items } = useSuspenseQuery(signInProvidersQuery).data;
  const [adding, setAdding] = useState(false);
  const isOwner = useMay('owner');
  return (
    <Stack gap="lg">
      <Section
        title="Single sign-on"
        description="People whose e-mail has one of a provider’s domains are offered it on the sign-in page. Passwords and passkeys keep working."
        actions={isOwner ? <Button onClick={() => setAdding(true)}>Add provider</Button> : null}
      >
        {items.length === 0 ? (
          <EmptyState title="No identity provider yet">
            OpenID Connect or SAML 2.0: Okta, Microsoft Entra ID or any other. At Okta the app that you made for SCIM
            can do it.
          </EmptyState>
        ) : (
          <Text c="dimmed">{items.length === 1 ? 'One provider is' : `${items.length} providers are`} set up.</Text>
        )}
      </Section>
      {items.map((provider) => (
        <Provider key={provider.id} provider={provider} isOwner={isOwner} />
      ))}
      {isOwner ? <ProviderForm opened={adding} onClose={() => setAdding(false)} /> : null}
    </Stack>
  );
}

function Provider({ provider, isOwner }: { readonly provider: SignInProvider; readonly isOwner: boolean }) {
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const remove = useDeleteSignInProvider();
  const { settings, give } = provider;
  return (
    <Section
      title={provider.name}
      actions={
        isOwner ? (
          <RowMenu
            label={`Actions for ${provider.name}`}
            items={[
              { label: 'Edit', run: () => setEditing(true) },
              { label: 'Remove', danger: true, run: () => setRemoving(true) },
            ]}
          />
        ) : null
      }
    >
      <Facts
        items={[
          ['Protocol', settings.protocol === 'saml' ? 'SAML 2.0' : 'OpenID Connect'],
          ['Issuer', settings.issuer],
          ['Domains', provider.domains.map((domain) => <Tag key={domain}>{domain}</Tag>)],
          [
            'First sign-in',
            provider.defaultRole
              ? `Becomes ${roleWords[provider.defaultRole].toLowerCase()}`
              : 'Only people who were invited',
          ],
          [
            settings.protocol === 'saml' ? 'Single sign-on URL' : 'Redirect URI',
            <CopyField
              key="redirect"
              value={give.redirectUrl}
              label={settings.protocol === 'saml' ? 'Single sign-on URL' : 'redirect URI'}
            />,
          ],
          ...(give.audience
            ? [
                [
                  'Audience URI (SP Entity ID)',
                  <CopyField key="audience" value={give.audience} label="Audience URI (SP Entity ID)" />,
                ] as const,
              ]
            : []),
          ...(give.metadataUrl
            ? [['Metadata', <CopyField key="metadata" value={give.metadataUrl} label="metadata URL" />] as const]
            : []),
        ]}
      />
      {isOwner ? <ProviderForm provider={provider} opened={editing} onClose={() => setEditing(false)} /> : null}
      <Confirm
        opened={removing}
        title={`Remove ${provider.name}`}
        action="Remove"
        danger
        busy={remove.isPending}
        onClose={() => setRemoving(false)}
        onConfirm={() =>
          remove.mutate(provider.id, {
            onSuccess: () => toast({ title: `${provider.name} was removed` }),
            onError: failed,
          })
        }
      >
        Nobody can sign in through it any more. People with a password or passkey still can.
      </Confirm>
    </Section>
  );
}
