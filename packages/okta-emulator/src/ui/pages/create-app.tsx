import { Button, Checkbox, Group, Input, Stack, TextInput } from '@mantine/core';
import { ButtonLink, Page, PageHeader, Section } from '@rollcall/ui';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { AppDetail, NewAppBody } from '../../api/contract.ts';
import { FormError, usePageTitle } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useSend } from '../data/queries.ts';

type Step = 'general' | 'saml' | 'feedback';

/** The three steps of a SAML application. */
export function CreateAppPage() {
  usePageTitle('Create SAML Integration');
  const navigate = useNavigate();
  const [step, setStep] = useState<Step>('general');
  const [label, setLabel] = useState('');
  const [hideFromUsers, setHide] = useState(false);
  const [ssoUrl, setSsoUrl] = useState('');
  const [audience, setAudience] = useState('');
  const [internalApp, setInternal] = useState(false);
  const create = useSend(
    (body: NewAppBody) => api.post<AppDetail>('/apps', body),
    (app) =>
      void navigate({
        to: '/applications/$appId',
        params: { appId: app.id },
        search: { tab: 'sign-on' },
        replace: true,
      }),
  );
  return (
    <Page width={760}>
      <PageHeader title="Create SAML Integration" back={{ label: 'Applications', to: '/applications' }} />
      {step === 'general' ? (
        <StepForm title="General Settings" onNext={() => setStep('saml')} next="Next">
          <TextInput
            label="App name"
            required
            maxLength={100}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <Checkbox.Group
            label="App visibility"
            value={hideFromUsers ? ['hide'] : []}
            onChange={(chosen) => setHide(chosen.includes('hide'))}
          >
            <Checkbox mt="xs" value="hide" label="Do not display application icon to users" />
          </Checkbox.Group>
        </StepForm>
      ) : null}
      {step === 'saml' ? (
        <StepForm
          title="SAML Settings"
          onBack={() => setStep('general')}
          onNext={() => setStep('feedback')}
          next="Next"
        >
          <TextInput
            label="Single sign-on URL"
            description="A placeholder will do as long as the app is used for provisioning only."
            type="url"
            required
            value={ssoUrl}
            onChange={(event) => setSsoUrl(event.currentTarget.value)}
          />
          <TextInput
            label="Audience URI (SP Entity ID)"
            required
            value={audience}
            onChange={(event) => setAudience(event.currentTarget.value)}
          />
        </StepForm>
      ) : null}
      {step === 'feedback' ? (
        <StepForm
          title="Help Okta Support understand how you configured this application"
          description="As in Okta; here, nobody is told."
          onBack={() => setStep('saml')}
          onNext={() => create.mutate({ label, hideFromUsers, internalApp, saml: { ssoUrl, audience } })}
          next="Finish"
          busy={create.isPending}
        >
          <Input.Wrapper label="App type">
            <Checkbox
              mt="xs"
              label="This is an internal app that we have created"
              checked={internalApp}
              onChange={(event) => setInternal(event.currentTarget.checked)}
            />
          </Input.Wrapper>
          <FormError error={create.error} />
        </StepForm>
      ) : null}
    </Page>
  );
}

interface StepFormProps {
  readonly title: string;
  readonly description?: string;
  readonly onBack?: () => void;
  readonly onNext: () => void;
  readonly next: string;
  readonly busy?: boolean;
  readonly children: ReactNode;
}

function StepForm({ title, description, onBack, onNext, next, busy = false, children }: StepFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onNext();
  };
  return (
    <form onSubmit={submit}>
      <Section title={title} {...(description ? { description } : {})}>
        <Stack gap="lg">
          {children}
          <Group justify="space-between">
            <ButtonLink variant="subtle" to="/applications">
              Cancel
            </ButtonLink>
            <Group gap="xs">
              {onBack ? (
                <Button variant="default" onClick={onBack}>
                  Previous
                </Button>
              ) : null}
              <Button type="submit" loading={busy}>
                {next}
              </Button>
            </Group>
          </Group>
        </Stack>
      </Section>
    </form>
  );
}
