import { Button, Checkbox, Group, Modal, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Notice } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { type FormEvent, useState } from 'react';
import type { AppDetail, AppGroup, NewPushGroup, NewPushRule, PushCandidate, PushGroup } from '../../api/contract.ts';
import { FormError } from '../components/parts.tsx';
import { PickOne } from '../components/pickers.tsx';
import { ApiError, api, hasStatus } from '../data/api.ts';
import { useMaybe, useSend, withFilters } from '../data/queries.ts';

interface FindProps {
  readonly app: AppDetail;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function FindByName({ app, opened, onClose }: FindProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Push groups by name" size="lg">
      <ByName app={app} onClose={onClose} />
    </Modal>
  );
}

function ByName({ app, onClose }: { readonly app: AppDetail; readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 150);
  const [group, setGroup] = useState<PushCandidate | null>(null);
  const [mode, setMode] = useState<NewPushGroup['mode']>('CREATE');
  const [link, setLink] = useState<AppGroup | null>(null);
  const [pushMembers, setPushMembers] = useState(true);
  const [added, setAdded] = useState<string | null>(null);
  const found = useMaybe<{ readonly items: readonly PushCandidate[] }>(
    withFilters(`/apps/${app.id}/push-groups/candidates`, { q: group?.name === settled ? undefined : settled }),
  );
  const save = useSend((body: NewPushGroup) => api.post<PushGroup>(`/apps/${app.id}/push-groups`, body));
  const conflict = hasStatus(save.error, 409) && group?.usedForAssignment ? save.error : null;
  const submit = (again: boolean, acceptConflict: boolean) => {
    if (!group) return;
    const body: NewPushGroup = {
      groupId: group.id,
      mode,
      ...(mode === 'LINK' && link ? { linkName: link.name } : {}),
      pushMembers,
      acceptConflict,
    };
    save.mutate(body, {
      onSuccess: () => {
        if (!again) return onClose();
        setAdded(group.name);
        setGroup(null);
        setText('');
        setMode('CREATE');
        setLink(null);
      },
    });
  };
  const ready = group !== null && (mode === 'CREATE' || link !== null);
  if (conflict && group) {
    return (
      <ConflictQuestion
        name={group.name}
        error={conflict}
        busy={save.isPending}
        onAdd={() => submit(false, true)}
        onBack={() => save.reset()}
      />
    );
  }
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (ready) submit(false, false);
      }}
    >
      <Stack gap="md">
        {added ? <Text role="status">{added} was added.</Text> : null}
        <PickOne
          label="Enter a group to push"
          placeholder="Search groups"
          items={found.data?.items ?? []}
          value={group}
          onChange={(next) => {
            setGroup(next);
            save.reset();
          }}
          search={text}
          onSearch={setText}
        />
        <Checkbox
          label="Push group memberships immediately"
          checked={pushMembers}
          onChange={(event) => setPushMembers(event.currentTarget.checked)}
        />
        {group ? (
          <Radio.Group
            label="Match result & push action"
            description={group.existsInApp ? 'A group of this name is in the application.' : 'No match found'}
            value={mode}
            onChange={(value) => setMode(value === 'LINK' ? 'LINK' : 'CREATE')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="CREATE" label="Create Group" />
              <Radio value="LINK" label="Link Group" />
            </Stack>
          </Radio.Group>
        ) : null}
        {group && mode === 'LINK' ? <LinkTo app={app} value={link} onChange={setLink} /> : null}
        <FormError error={save.error} />
        <FormButtons busy={save.isPending} disabled={!ready} onCancel={onClose}>
          <Button variant="default" disabled={!ready} onClick={() => submit(true, false)}>
            Save & Add Another
          </Button>
        </FormButtons>
      </Stack>
    </form>
  );
}

interface LinkToProps {
  readonly app: AppDetail;
  readonly value: AppGroup | null;
  readonly onChange: (group: AppGroup | null) => void;
}

function LinkTo({ app, value, onChange }: LinkToProps) {
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 200);
  const groups = useMaybe<{ readonly items: readonly AppGroup[] }>(
    withFilters(`/apps/${app.id}/app-groups`, { q: value?.name === settled ? undefined : settled }),
  );
  return (
    <PickOne
      label="Group in the app"
      placeholder="Search the application’s groups"
      items={groups.data?.items ?? []}
      value={value}
      onChange={onChange}
      search={text}
      onSearch={setText}
    />
  );
}

interface ConflictProps {
  readonly name: string;
  readonly error: unknown;
  readonly busy: boolean;
  readonly onAdd: () => void;
  readonly onBack: () => void;
}

function ConflictQuestion({ name, error, busy, onAdd, onBack }: ConflictProps) {
  return (
    <Stack gap="md">
      <Notice tone="warn" title={`${name} is used for assignment`} urgent>
        <p>{error instanceof Error ? error.message : ''}</p>
        {error instanceof ApiError ? error.causes.map((cause) => <p key={cause}>{cause}</p>) : null}
      </Notice>
      <Text>Add it anyway? It is then pushed without members.</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onBack} data-autofocus>
          Cancel
        </Button>
        <Button color="red.8" loading={busy} onClick={onAdd}>
          Push it anyway
        </Button>
      </Group>
    </Stack>
  );
}

const conditions: readonly { readonly value: NewPushRule['condition']; readonly label: string }[] = [
  { value: 'STARTS_WITH', label: 'Starts with' },
  { value: 'CONTAINS', label: 'Contains' },
  { value: 'ENDS_WITH', label: 'Ends with' },
];

export function FindByRule({ app, opened, onClose }: FindProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Push groups by rule" size="lg">
      <ByRule app={app} onClose={onClose} />
    </Modal>
  );
}

function ByRule({ app, onClose }: { readonly app: AppDetail; readonly onClose: () => void }) {
  const [rule, setRule] = useState<NewPushRule>({ name: '', condition: 'STARTS_WITH', text: '', pushMembers: true });
  const save = useSend((body: NewPushRule) => api.post(`/apps/${app.id}/push-rules`, body), onClose);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(rule);
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Rule name"
          required
          value={rule.name}
          onChange={(event) => setRule({ ...rule, name: event.currentTarget.value })}
        />
        <Select
          label="Group name"
          data={[...conditions]}
          value={rule.condition}
          allowDeselect={false}
          onChange={(value) =>
            setRule({ ...rule, condition: conditions.find((each) => each.value === value)?.value ?? 'STARTS_WITH' })
          }
        />
        <TextInput
          label="Text"
          description="A rule pushes at most 100 groups."
          required
          value={rule.text}
          onChange={(event) => setRule({ ...rule, text: event.currentTarget.value })}
        />
        <Checkbox
          label="Push group memberships immediately"
          description="Off: only the groups themselves, without their members."
          checked={rule.pushMembers}
          onChange={(event) => setRule({ ...rule, pushMembers: event.currentTarget.checked })}
        />
        <FormError error={save.error} />
        <FormButtons busy={save.isPending} onCancel={onClose} label="Create Rule" />
      </Stack>
    </form>
  );
}
