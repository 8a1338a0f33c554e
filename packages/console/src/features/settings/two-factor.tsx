import { Button, Group, Modal, PasswordInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { CopyButton, CopyField, Section, StatusBadge, toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { renderSVG } from 'uqr';
import { queryClient } from '../../data/client.ts';
import { sessionQuery, useSession } from '../../data/session.ts';
import { FormError } from '../form-error.tsx';
import css from './two-factor.module.css';

const auth = () => import('../../data/auth.ts');
const refresh = () => queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });

interface Enrolment {
  readonly uri: string;
  readonly backupCodes: readonly string[];
}

/** An authenticator app (TOTP) with backup codes. */
export function TwoFactor() {
  const { user } = useSession();
  const [asking, setAsking] = useState(false);
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const on = user.twoFactorEnabled;
  return (
    <Section
      title="Two-factor sign-in"
      description="A code from an authenticator app, besides your password."
      actions={<StatusBadge tone={on ? 'good' : 'idle'}>{on ? 'On' : 'Off'}</StatusBadge>}
    >
      <Button variant="default" onClick={() => setAsking(true)}>
        {on ? 'Turn off' : 'Set up'}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={on ? 'Turn off two-factor sign-in' : 'Set up two-factor sign-in'}
      >
        <PasswordForm
          on={on}
          onCancel={() => setAsking(false)}
          onDone={(started) => {
            setAsking(false);
            setEnrolment(started);
          }}
        />
      </Modal>
      <Modal
        opened={enrolment !== null}
        onClose={() => setEnrolment(null)}
        title="Scan with your authenticator app"
        size={480}
      >
        {enrolment ? <Enrol enrolment={enrolment} onDone={() => setEnrolment(null)} /> : null}
      </Modal>
    </Section>
  );
}

interface PasswordFormProps {
  readonly on: boolean;
  readonly onCancel: () => void;
  readonly onDone: (started: Enrolment | null) => void;
}

function PasswordForm({ on, onCancel, onDone }: PasswordFormProps) {
  const [password, setPassword] = useState('');
  const go = useMutation({
    mutationFn: async (): Promise<Enrolment | null> => {
      if (!on) return (await auth()).enableTotp(password);
      await (await auth()).disableTotp(password);
      await refresh();
      toast({ title: 'Two-factor sign-in is off' });
      return null;
    },
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <PasswordInput
          label="Your password"
          data-autofocus
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormError error={go.error} />
        <FormButtons
          label={on ? 'Turn off' : 'Continue'}
          disabled={password === ''}
          busy={go.isPending}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  );
}

function Enrol({ enrolment, onDone }: { readonly enrolment: Enrolment; readonly onDone: () => void }) {
  const [code, setCode] = useState('');
  const secret = new URL(enrolment.uri).searchParams.get('secret') ?? '';
  const verify = useMutation({
    mutationFn: async () => (await auth()).verifySecondFactor('totp', code.replace(/\s/g, ''), false),
    onSuccess: () => {
      void refresh();
      toast({ title: 'Two-factor sign-in is on' });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div
          className={css.code}
          role="img"
          aria-label="QR code for the authenticator app"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: the SVG is drawn here, from the server's own URI
          dangerouslySetInnerHTML={{ __html: renderSVG(enrolment.uri, { border: 2 }) }}
        />
        <div>
          <Text fz="sm" fw={550} mb={4}>
            Or enter this key
          </Text>
          <CopyField value={secret} label="key" />
        </div>
        <div>
          <Group justify="space-between" mb={4}>
            <Text fz="sm" fw={550}>
              Backup codes: each works once, when the app is out of reach
            </Text>
            <CopyButton value={enrolment.backupCodes.join('\n')} label="Copy backup codes" />
          </Group>
          <SimpleGrid cols={2} spacing={4} verticalSpacing={4} className="rc-mono">
            {enrolment.backupCodes.map((each) => (
              <span key={each}>{each}</span>
            ))}
          </SimpleGrid>
        </div>
        <TextInput
          label="Code from the app"
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <FormError error={verify.error} />
        <Group justify="flex-end">
          <Button type="submit" disabled={code.replace(/\s/g, '').length !== 6} loading={verify.isPending}>
            Turn on
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
