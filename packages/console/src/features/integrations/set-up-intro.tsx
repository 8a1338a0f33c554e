import { Group, List, Text } from '@mantine/core';
import { ButtonLink, Section, TextLink } from '@rollcall/ui';

export function SetUpIntro() {
  return (
    <Section>
      <Text fw={600}>What you need</Text>
      <List spacing={6} mt="xs" mb="lg" pr="lg">
        <List.Item>
          Admin access to your identity provider, on a plan that provisions by SCIM (at Okta: Lifecycle Management).
        </List.Item>
        <List.Item>
          About ten minutes. You name the integration and copy a token here, then enter both the token and the SCIM API
          URL there; the connect guide shows each step.
        </List.Item>
        <List.Item>
          A look at the <TextLink to="/supported-attributes">supported attributes</TextLink>. Others are accepted and
          ignored.
        </List.Item>
      </List>
      <Group>
        <ButtonLink to="/integrations/new" search={{ step: 'name' }}>
          Get started
        </ButtonLink>
      </Group>
    </Section>
  );
}
