import { Group, Text } from '@mantine/core';
import { Tag } from '@rollcall/ui';

/** Says at every page what this is: a test tool, not the product whose habits it has. */
export function Brand() {
  return (
    <Group gap={9} wrap="nowrap">
      <img src="/favicon.svg" alt="" width={24} height={24} />
      <Text component="span" fw={680} size="sm">
        Okta emulator
      </Text>
      <Tag>Test tool</Tag>
    </Group>
  );
}
