import { Anchor, Button, Checkbox, Group, PinInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { AuthCard } from '../../components/auth-card.tsx';
import { FormError } from '../form-error.tsx';

interface SecondFactorProps {
  readonly onSignedIn: () => void;
  readonly onBack: () => void;
}

export function SecondFactor({ onSignedIn, onBack }: SecondFactorProps) {
  const [kind, setKind] = useState<'totp' | 'backup'>('totp');
  const [code, setCode] = useState('');
  const [trust, setTrust] = useState(false);
  const verify = useMutation({
    mutationFn: async (given: string) =>
      (await import('../../data/auth.ts')).verifySecondFactor(kind, given.trim(), trust),
    onSuccess: onSignedIn,
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate(code);
  };
  const other = kind === 'totp' ? 'backup' : 'totp';
  return (
    <AuthCard
      title="Two-factor sign-in"
      lead={kind === 'totp' ? 'Enter the six digits from your authenticator app.' : 'Enter one of your backup codes.'}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          {kind === 'totp' ? (
            <PinInput
              length={6}
              type="number"
              oneTimeCode
              autoFocus
              aria-label="Code"
              getInputProps={(index: number) => ({ 'aria-label': `Digit ${index + 1}` })}
              value={code}
              onChange={setCode}
              onComplete={(whole) => verify.mutate(whole)}
            />
          ) : (
            <TextInput
              label="Backup code"
              autoFocus
              autoComplete="off"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          )}
          <Checkbox
            label="Don’t ask on this device for 30 days"
            checked={trust}
            onChange={(event) => setTrust(event.currentTarget.checked)}
          />
          <FormError error={verify.error} />
          <Button type="submit" fullWidth loading={verify.isPending} disabled={code === ''}>
            Continue
          </Button>
          <Group justify="space-between">
            <Anchor
              component="button"
              type="button"
              onClick={() => {
                setKind(other);
                setCode('');
                verify.reset();
              }}
            >
              {kind === 'totp' ? 'Use a backup code' : 'Use the authenticator app'}
            </Anchor>
            <Anchor component="button" type="button" onClick={onBack}>
              Back
            </Anchor>
          </Group>
        </Stack>
      </form>
    </AuthCard>
  );
}
