import { Button, Group, Select, Stack } from '@mantine/core';
import { Section, toast } from '@rollcall/ui';
import { type FormEvent, useState } from 'react';
import { isProvider, providerOptions, providerWords } from '../../components/integration-words.ts';
import { type Provider, useConfirmIntegration, useCreateIntegration } from '../../data/integrations.ts';
import { FormError } from '../form-error.tsx';
import { NameField, useNameCheck } from './name-field.tsx';
import { TokenDialog } from './token-dialog.tsx';

/** Name → Generate token → Copy token → Done. The integration exists from Generate token on. */
export function SetUpName({ onDone }: { readonly onDone: () => void }) {
  const [name, setName] = useState('');
  const [provider, setProvider] = useState<Provider>('okta');
  const create = useCreateIntegration();
  const confirm = useConfirmIntegration();
  const shown = create.data;
  // Behind the dialog the name is not in another's use: it is the one that was just made.
  const check = useNameCheck(name, shown?.integration.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), provider });
  };
  const done = () => {
    if (!shown) return;
    confirm.mutate(shown.integration.id, {
      onSettled: () => {
        toast({
          title: `${shown.integration.name} is ready`,
          detail: 'Next: the connect guide, in its ellipsis menu.',
        });
        onDone();
      },
    });
  };
  return (
    <Section>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Select
            label="Identity provider"
            description="For the connect guide; any provider can use the token."
            data={providerOptions}
            value={provider}
            allowDeselect={false}
            onChange={(value) => {
              if (isProvider(value)) setProvider(value);
            }}
          />
          <NameField
            value={name}
            onChange={setName}
            check={check}
            placeholder={`${providerWords[provider]} production`}
          />
          <FormError error={create.error} />
          <Group>
            <Button type="submit" disabled={!check.free} loading={create.isPending}>
              Generate token
            </Button>
          </Group>
        </Stack>
      </form>
      <TokenDialog
        title={`Token of ${shown?.integration.name ?? ''}`}
        token={shown?.token ?? null}
        busy={confirm.isPending}
        onDone={done}
      />
    </Section>
  );
}
