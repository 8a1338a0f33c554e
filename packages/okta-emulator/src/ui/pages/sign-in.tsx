import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { AuthCard } from '@rollcall/ui/auth-card';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Session } from '../../api/contract.ts';
import { Brand } from '../components/brand.tsx';
import { FormError, usePageTitle } from '../components/parts.tsx';
import { api, queryClient } from '../data/api.ts';
import { sessionQuery } from '../data/queries.ts';
import { signInRoute } from '../tree.ts';

export function SignInPage() {
  usePageTitle('Sign in');
  const router = useRouter();
  const { next } = signInRoute.useSearch();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => api.post<Session>('/session', { username, password }),
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session);
      // Only addresses of this console: never to another site.
      router.history.push(next?.startsWith('/') && !next.startsWith('//') ? next : '/');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <AuthCard
      brand={<Brand />}
      title="Sign in to the Okta emulator"
      lead="A test tool that provisions as Okta does. It is not Okta; use the name and password that it printed when it started."
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Username"
            name="username"
            autoComplete="username"
            required
            withAsterisk={false}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
          />
          <FormError error={signIn.error} />
          <Button type="submit" fullWidth loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </AuthCard>
  );
}
