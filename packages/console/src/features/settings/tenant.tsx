import { Button, Group, Stack, TextInput } from '@mantine/core';
import { CopyField, ExactTime, Facts, Section, toast } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMay } from '../../data/session.ts';
import { type Tenant, tenantQuery, useUpdateTenant } from '../../data/settings.ts';
import { failed } from '../failed.ts';
import { FormError } from '../form-error.tsx';

export function TenantSettings() {
  const tenant = useSuspenseQuery(tenantQuery).data;
  return (
    <Stack gap="lg">
      <Section title="Tenant">
        {useMay('owner') ? (
          <TenantForm key={`${tenant.name} ${tenant.subdomain}`} tenant={tenant} />
        ) : (
          <Facts
            items={[
              ['Name', tenant.name],
              ['Sub-domain', tenant.subdomain],
            ]}
          />
        )}
      </Section>
      <Section title="SCIM API URLs" description="The first is the one to give to an identity provider.">
        <Stack gap="xs">
          {tenant.scimUrls.map((url) => (
            <CopyField key={url} value={url} label="SCIM API URL" />
          ))}
        </Stack>
      </Section>
      <Section>
        <Facts
          items={[
            ['Id', <CopyField key="id" value={tenant.id} label="tenant id" />],
            ['Created', <ExactTime key="created" at={tenant.createdAt} />],
          ]}
        />
      </Section>
    </Stack>
  );
}

function TenantForm({ tenant }: { readonly tenant: Tenant }) {
  const [name, setName] = useState(tenant.name);
  const [subdomain, setSubdomain] = useState(tenant.subdomain);
  const update = useUpdateTenant();
  const moved = subdomain.trim() !== tenant.subdomain;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(
      { name: name.trim(), ...(moved ? { subdomain: subdomain.trim() } : {}) },
      {
        onSuccess: () =>
          toast({
            title: 'Saved',
            action: {
              label: 'Undo',
              run: () => update.mutate({ name: tenant.name, subdomain: tenant.subdomain }, { onError: failed }),
            },
          }),
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={420}>
        <TextInput label="Name" value={name} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput
          label="Sub-domain"
          description="The first part of your SCIM API URLs, where this server has domains of their own for them. When it changes, your identity providers need the new URL."
          value={subdomain}
          onChange={(event) => setSubdomain(event.currentTarget.value)}
        />
        <FormError error={update.error} />
        <Group>
          <Button
            type="submit"
            loading={update.isPending}
            disabled={name.trim() === '' || (name.trim() === tenant.name && !moved)}
          >
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
