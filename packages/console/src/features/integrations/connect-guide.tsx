import { List, Select, Stack, Text } from '@mantine/core';
import { CopyField, Section, TextLink } from '@rollcall/ui';
import { isProvider, providerOptions } from '../../components/integration-words.ts';
import { MarkedText } from '../../components/marked-text.tsx';
import type { IntegrationDetails, Provider } from '../../data/integrations.ts';
import { Checklist } from './checklist.tsx';
import css from './connect-guide.module.css';
import type { ProviderGuide } from './guides/guide-step.ts';
import { okta } from './guides/okta.ts';
import { entra, google, jumpcloud, onelogin, other } from './guides/others.ts';

const guides: Record<Provider, ProviderGuide> = { okta, entra, onelogin, jumpcloud, google, other };

interface ConnectGuideProps {
  readonly integration: IntegrationDetails;
  /** Whose guide is shown. */
  readonly provider: Provider;
  readonly onProvider: (provider: Provider) => void;
}

/** What to do at the identity provider, with the real URL, beside a checklist that ticks itself. */
export function ConnectGuide({ integration, provider, onProvider }: ConnectGuideProps) {
  const guide = guides[provider];
  const url = integration.scimUrls[0] ?? '';
  return (
    <div className={css.columns}>
      <div className={css.checklist}>
        <Checklist integrationId={integration.id} />
      </div>
      <Stack gap="lg" className={css.steps ?? ''}>
        <Section
          title="Before you start"
          actions={
            <Select
              aria-label="Identity provider"
              size="xs"
              w={220}
              data={providerOptions}
              value={provider}
              allowDeselect={false}
              onChange={(value) => {
                if (isProvider(value)) onProvider(value);
              }}
            />
          }
        >
          <List spacing={4}>
            {guide.prerequisites.map((line) => (
              <List.Item key={line}>
                <MarkedText>{line}</MarkedText>
              </List.Item>
            ))}
            <List.Item>
              The <TextLink to="/supported-attributes">supported attributes</TextLink>.
            </List.Item>
          </List>
        </Section>
        <Section title="Steps" flush>
          <ol className={css.list}>
            {guide.steps(url).map((step, index) => (
              <li key={step.title} className={css.step}>
                <span className={css.number} aria-hidden>
                  {index + 1}
                </span>
                <div className={css.stepBody}>
                  <Text fw={600}>{step.title}</Text>
                  {step.lines.map((line) => (
                    <Text key={line} c="var(--rc-text-soft)">
                      <MarkedText>{line}</MarkedText>
                    </Text>
                  ))}
                  {step.copy ? <CopyField value={step.copy.value} label={step.copy.label} /> : null}
                </div>
              </li>
            ))}
          </ol>
        </Section>
        <Section title="Good to know">
          <List spacing={4}>
            {guide.notes.map((line) => (
              <List.Item key={line}>
                <MarkedText>{line}</MarkedText>
              </List.Item>
            ))}
          </List>
        </Section>
      </Stack>
    </div>
  );
}
