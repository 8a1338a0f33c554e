import { Button, Checkbox, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { Notice, RelativeTime } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { AppDetail, TaskItem } from '../../api/contract.ts';
import { FormError } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useAct, useMaybe, useSend, withFilters } from '../data/queries.ts';
import { FindByName, FindByRule } from './find-groups.tsx';
import { PushRules } from './push-rules.tsx';
import { PushedGroups } from './pushed-groups.tsx';

export function PushGroupsTab({ app }: { readonly app: AppDetail }) {
  const [finding, setFinding] = useState<'name' | 'rule' | null>(null);
  if (!app.integration?.actions.pushGroups) {
    return (
      <Notice>
        Push Groups is not among the supported provisioning actions. Choose it at Provisioning → Integration → Edit.
      </Notice>
    );
  }
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <Menu position="bottom-start">
          <Menu.Target>
            <Button rightSection={<IconChevronDown size={15} aria-hidden />}>Push Groups</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setFinding('name')}>Find groups by name</Menu.Item>
            <Menu.Item onClick={() => setFinding('rule')}>Find groups by rule</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <PushSettings app={app} />
      </Group>
      <FailedPushes app={app} />
      <PushedGroups app={app} />
      <PushRules app={app} />
      <FindByName app={app} opened={finding === 'name'} onClose={() => setFinding(null)} />
      <FindByRule app={app} opened={finding === 'rule'} onClose={() => setFinding(null)} />
    </Stack>
  );
}

function PushSettings({ app }: { readonly app: AppDetail }) {
  const [opened, setOpened] = useState(false);
  const [renameGroups, setRename] = useState(app.renameGroups);
  const save = useSend(
    () => api.put(`/apps/${app.id}/push-settings`, { renameGroups }),
    () => setOpened(false),
  );
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setRename(app.renameGroups);
          setOpened(true);
        }}
      >
        Settings
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Group push settings">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(undefined);
          }}
        >
          <Stack gap="md">
            <Checkbox
              label="Rename app groups to match group name in Okta"
              checked={renameGroups}
              onChange={(event) => setRename(event.currentTarget.checked)}
            />
            <FormError error={save.error} />
            <FormButtons busy={save.isPending} onCancel={() => setOpened(false)} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}

function FailedPushes({ app }: { readonly app: AppDetail }) {
  const tasks = useMaybe<{ readonly items: readonly TaskItem[] }>(
    withFilters('/tasks', { state: 'FAILED', appId: app.id, limit: '20' }),
  );
  const retry = useAct((id: string) => api.post(`/tasks/${encodeURIComponent(id)}/retry`));
  const failed = tasks.data?.items.filter((task) => task.subject === 'group') ?? [];
  return failed.map((task) => (
    <Notice key={task.id} tone="bad" title={`${task.subjectName} could not be pushed`}>
      <Text size="sm">
        {task.error ?? 'No cause is known.'} (<RelativeTime at={task.created} />)
      </Text>
      <Button size="xs" variant="default" mt="xs" onClick={() => retry.mutate(task.id)}>
        Retry
      </Button>
    </Notice>
  ));
}
