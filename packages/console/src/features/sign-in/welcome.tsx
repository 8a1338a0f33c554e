import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { ButtonLink, EmptyState, LoadingState } from '@rollcall/ui';
import { IconLinkOff } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { AuthCard } from '../../components/auth-card.tsx';
import { CodeText } from '../../components/code-text.tsx';
import { roleWords } from '../../components/role-words.ts';
import { describeError } from '../../data/client.ts';
import { acceptLink, linkQuery, type OneTimeLink } from '../../data/session.ts';
import { FormError } from '../form-error.tsx';

interface WelcomeProps {
  readonly token: string;
  readonly onDone: (outcome: { signedIn: boolean; email: string }) => void;
}

export function Welcome({ token, onDone }: WelcomeProps) {
  const link = useQuery({ ...linkQuery(token), enabled: token !== '' });
  if (token === '' || link.error) return <BadLink error={link.error} />;
  if (!link.data) {
    return (
      <AuthCard title="One moment">
        <LoadingState lines={3} />
      </AuthCard>
    );
  }
  return <AcceptForm link={link.data} token={token} onDone={onDone} />;
}

function BadLink({ error }: { readonly error: Error | null }) {
  const { title, detail } = error
    ? describeError(error)
    : { title: 'The link is not complete', detail: 'Copy it again, up to its last character.' };
  return (
    <AuthCard title="This link can’t be used">
      <EmptyState
        icon={<IconLinkOff size={22} />}
        title={title}
        action={
          <ButtonLink to="/sign-in" variant="default">
            Go to sign-in
          </ButtonLink>
        }
      >
        <CodeText>{detail}</CodeText>
      </EmptyState>
    </AuthCard>
  );
}

const headings: Record<OneTimeLink['kind'], (link: OneTimeLink) => { title: string; lead: string; action: string }> = {
  firstOwner: () => ({
    title: 'Welcome to Rollcall',
    lead: 'Make the first owner’s account. This link works once.',
    action: 'Create account',
  }),
  invitation: (link) => ({
    title: `Join ${link.tenant}`,
    lead: `You were invited as ${link.role ? roleWords[link.role].toLowerCase() : 'a member'}${link.email ? `, ${link.email}` : ''}.`,
    action: 'Accept invitation',
  }),
  passwordReset: (link) => ({
    title: 'Choose a new password',
    lead: `For ${link.email ?? 'your account'}. Every session is ended.`,
    action: 'Set password',
  }),
  twoFactorReset: (link) => ({
    title: 'Reset two-factor sign-in',
    lead: `Two-factor sign-in of ${link.email ?? 'your account'} is switched off; set it up again in Settings.`,
    action: 'Reset two-factor sign-in',
  }),
};

function AcceptForm({ link, token, onDone }: WelcomeProps & { readonly link: OneTimeLink }) {
  const [values, setValues] = useState({ email: '', name: '', password: '' });
  const needs = new Set(link.needs);
  const accept = useMutation({
    mutationFn: () =>
      acceptLink({
        token,
        ...Object.fromEntries(
          link.needs.map((field) => [field, field === 'password' ? values[field] : values[field].trim()]),
        ),
      }),
    onSuccess: onDone,
  });
  const set = (field: keyof typeof values) => (event: { currentTarget: HTMLInputElement }) =>
    setValues({ ...values, [field]: event.currentTarget.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate();
  };
  const words = headings[link.kind](link);
  const existing = link.kind === 'invitation' && needs.has('password') && !needs.has('name');
  return (
    <AuthCard title={words.title} lead={words.lead}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {needs.has('name') ? (
            <TextInput
              label="Your name"
              autoComplete="name"
              required
              withAsterisk={false}
              value={values.name}
              onChange={set('name')}
            />
          ) : null}
          {needs.has('email') ? (
            <TextInput
              label="E-mail"
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={values.email}
              onChange={set('email')}
            />
          ) : null}
          {needs.has('password') ? (
            <PasswordInput
              label="Password"
              description={existing ? 'The password of your account here.' : 'At least 12 characters.'}
              autoComplete={existing ? 'current-password' : 'new-password'}
              required
              withAsterisk={false}
              minLength={existing ? 1 : 12}
              value={values.password}
              onChange={set('password')}
              visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
            />
          ) : null}
          <FormError error={accept.error} />
          <Button type="submit" fullWidth loading={accept.isPending} mt={4}>
            {words.action}
          </Button>
        </Stack>
      </form>
    </AuthCard>
  );
}
