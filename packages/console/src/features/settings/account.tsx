import {
  Button,
  Group,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core';
import { Section, toast } from '@rollcall/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queryClient } from '../../data/client.ts';
import { sessionQuery, useSession } from '../../data/session.ts';
import { FormError } from '../form-error.tsx';
import { Passkeys } from './passkeys.tsx';
import { Sessions } from './sessions.tsx';
import { TwoFactor } from './two-factor.tsx';

const auth = () => import('../../data/auth.ts');

export function Account() {
  const { user } = useSession();
  return (
    <Stack gap="lg">
      <Name key={user.name} />
      {user.signedInThrough === null ? <WaysToSignIn /> : <Through provider={user.signedInThrough} />}
      <Sessions />
      <Appearance />
    </Stack>
  );
}

function WaysToSignIn() {
  const { user } = useSession();
  return (
    <>
      {user.hasPassword ? <Password /> : null}
      {user.hasPassword ? <TwoFactor /> : null}
      <Passkeys />
    </>
  );
}

function Through({ provider }: { readonly provider: string }) {
  const { user } = useSession();
  return (
    <Section title="Signing in">
      <Text size="sm">
        You came through {provider}.{' '}
        {user.hasPassword || user.passkeys > 0
          ? 'To change your password, second factor or passkeys, sign in with one of them.'
          : 'Your password and second factor are kept there.'}
      </Text>
    </Section>
  );
}

function Name() {
  const { user } = useSession();
  const [name, setName] = useState(user.name);
  const save = useMutation({
    mutationFn: async (next: string) => (await auth()).changeName(next),
    onSuccess: (_, next) => {
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      const back = next === user.name ? {} : { action: { label: 'Undo', run: () => save.mutate(user.name) } };
      toast({ title: 'Name changed', ...back });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(name.trim());
  };
  return (
    <Section title="Profile">
      <form onSubmit={submit}>
        <Stack gap="md" maw={420}>
          <TextInput
            label="Name"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput label="E-mail" value={user.email} readOnly variant="filled" />
          <FormError error={save.error} />
          <Group>
            <Button type="submit" disabled={name.trim() === '' || name.trim() === user.name} loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Password() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const save = useMutation({
    mutationFn: async () => (await auth()).changePassword(current, next),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      void queryClient.invalidateQueries({ queryKey: ['sessions'] });
      toast({ title: 'Password changed', detail: 'Your other sessions were ended.' });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const eye = { 'aria-label': 'Show password' };
  return (
    <Section title="Password">
      <form onSubmit={submit}>
        <Stack gap="md" maw={420}>
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            visibilityToggleButtonProps={eye}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label="New password"
            description="At least 12 characters."
            autoComplete="new-password"
            minLength={12}
            visibilityToggleButtonProps={eye}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <FormError error={save.error} />
          <Group>
            <Button type="submit" disabled={current === '' || next.length < 12} loading={save.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Section title="Appearance">
      <SegmentedControl
        aria-label="Theme"
        value={colorScheme}
        onChange={(value) => setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')}
        data={[
          { value: 'auto', label: 'System' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
    </Section>
  );
}
