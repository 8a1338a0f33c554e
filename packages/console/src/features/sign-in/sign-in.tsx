import { Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Notice } from '@rollcall/ui';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { AuthCard } from '../../components/auth-card.tsx';
import { signInOptionsQuery } from '../../data/session.ts';
import { FormError } from '../form-error.tsx';
import { SecondFactor } from './second-factor.tsx';

// The sign-in library is a chunk of its own: people who are signed in don't load it.
const auth = () => import('../../data/auth.ts');

interface SignInProps {
  readonly next: string;
  readonly failed: string | undefined;
  readonly email: string;
  readonly onSignedIn: () => void;
}

export function SignIn(props: SignInProps) {
  const [step, setStep] = useState<'first' | 'second'>('first');
  return step === 'first' ? (
    <FirstFactor {...props} onSecondFactor={() => setStep('second')} />
  ) : (
    <SecondFactor onSignedIn={props.onSignedIn} onBack={() => setStep('first')} />
  );
}

function FirstFactor(props: SignInProps & { readonly onSecondFactor: () => void }) {
  const { next, failed, onSignedIn, onSecondFactor } = props;
  const [email, setEmail] = useState(props.email);
  const [password, setPassword] = useState('');
  const options = useSignInOptions(email);
  const signIn = useMutation({
    mutationFn: async () => (await auth()).signInWithPassword(email, password),
    onSuccess: (outcome) => (outcome === 'signedIn' ? onSignedIn() : onSecondFactor()),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <AuthCard title="Sign in to Rollcall">
      <Stack gap="md" mt="md">
        {options.firstRun ? <FirstRun /> : null}
        {failed ? (
          <Notice tone="bad" urgent>
            Single sign-on did not work: {failed.replaceAll(/[_+]/g, ' ')}.
          </Notice>
        ) : null}
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label="E-mail"
              type="email"
              name="email"
              autoComplete="username webauthn"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
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
            <Button type="submit" fullWidth loading={signIn.isPending} mt={4}>
              Sign in
            </Button>
          </Stack>
        </form>
        <OtherWays options={options} next={next} onSignedIn={onSignedIn} />
      </Stack>
    </AuthCard>
  );
}

/** An e-mail's domain can bring its own identity provider. */
function useSignInOptions(email: string) {
  const [settled] = useDebouncedValue(email, 400);
  const general = useSuspenseQuery(signInOptionsQuery('')).data;
  const whole = /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(settled);
  const own = useQuery({ ...signInOptionsQuery(settled), enabled: whole }).data;
  return whole && own ? own : general;
}

interface OtherWaysProps {
  readonly options: ReturnType<typeof useSignInOptions>;
  readonly next: string;
  readonly onSignedIn: () => void;
}

function OtherWays({ options, next, onSignedIn }: OtherWaysProps) {
  const passkey = useMutation({ mutationFn: async () => (await auth()).signInWithPasskey(), onSuccess: onSignedIn });
  const provider = useMutation({
    mutationFn: async (providerId: string) => (await auth()).signInWithProvider(providerId, next),
  });
  if (!options.passkey && options.providers.length === 0) return null;
  return (
    <Stack gap="xs">
      <Divider label="or" labelPosition="center" />
      {options.providers.map((each) => (
        <Button
          key={each.providerId}
          variant="default"
          fullWidth
          loading={provider.isPending && provider.variables === each.providerId}
          onClick={() => provider.mutate(each.providerId)}
        >
          Continue with {each.name}
        </Button>
      ))}
      {options.passkey ? (
        <Button
          variant="default"
          fullWidth
          leftSection={<IconFingerprint size={16} />}
          loading={passkey.isPending}
          onClick={() => passkey.mutate()}
        >
          Sign in with a passkey
        </Button>
      ) : null}
      <FormError error={passkey.error ?? provider.error} />
    </Stack>
  );
}

function FirstRun() {
  return (
    <Notice>
      Nobody has an account yet. Open the link that <code>npm start</code> printed to make the first owner.
    </Notice>
  );
}
