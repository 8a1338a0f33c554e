import { Group, Stack, Text } from '@mantine/core';

/** Says at every page what this is: a test tool, not the product whose habits it has. */
export function Brand() {
  return (
    <Group gap={9} wrap="nowrap">
      <img src="/favicon.svg" alt="" width={28} height={28} />
      <Stack gap={0}>
        <Text component="span" fw={680} size="sm" lh={1.25}>
          Okta emulator
        </Text>
        <Text component="span" size="xs" lh={1.25} c="dimmed">
          A test tool, not Okta
        </Text>
      </Stack>
    </Group>
  );
}
