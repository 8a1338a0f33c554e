import { ActionIcon, Button, Group, Select, Stack } from '@mantine/core';
import { Section, toast } from '@rollcall/ui';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import {
  blueprintsQuery,
  inputsQuery,
  type Route,
  type Routing,
  readRouting,
  useSaveRouting,
} from '../../data/blueprints.ts';
import { isCode } from '../../data/client.ts';
import { useMay } from '../../data/session.ts';
import { failed } from '../failed.ts';
import { FormError } from '../form-error.tsx';
import css from './blueprints.module.css';
import { RuleEditor } from './rule-editor.tsx';
import { ruleText } from './rule-words.ts';

const routeMime = 'application/x-rollcall-route';

/** Ordered conditions that pick the Blueprint of a newly enrolled device; the first that matches wins. */
export function RoutingEditor({ saved }: { readonly saved: Routing }) {
  /** With the version that it was made from: another that is read meanwhile must not be replaced unseen. */
  const [edited, setEdited] = useState<Pick<Routing, 'version' | 'routing'> | null>(null);
  const draft = edited?.routing ?? null;
  const setDraft = (routing: Routing['routing'] | null) =>
    setEdited(routing && { version: edited?.version ?? saved.version, routing });
  const [pencil, setPencil] = useState<number | null>(null);
  const blueprints = (useQuery(blueprintsQuery).data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const inputs = useQuery(inputsQuery).data ?? [];
  const save = useSaveRouting();
  const mayEdit = useMay('admin');
  const now = draft ?? saved.routing;
  useBlocker({
    shouldBlockFn: () => !window.confirm('Leave without saving the routing?'),
    enableBeforeUnload: () => draft !== null,
    disabled: draft === null,
  });
  const setRoutes = (routes: Route[]) => setDraft({ ...now, routes });
  const move = (at: number, to: number) => {
    const route = now.routes[at];
    if (route && to >= 0 && to < now.routes.length) setRoutes(now.routes.toSpliced(at, 1).toSpliced(to, 0, route));
  };
  const add = () => {
    const [first] = blueprints;
    if (!first) return;
    const id = `route-${Date.now().toString(36)}`;
    setRoutes([...now.routes, { id, label: '', rules: [], blueprintId: first.value }]);
    setPencil(now.routes.length);
  };
  const onSave = (version: number) =>
    save.mutate(
      { version, routing: now },
      {
        onSuccess: () => {
          setDraft(null);
          toast({ title: 'Blueprint Routing saved' });
        },
      },
    );
  const editing = pencil === null ? undefined : now.routes[pencil];
  return (
    <Stack gap="md">
      <Section flush>
        <ol className={css.activity}>
          {now.routes.map((route, index) => {
            const name = route.label || `Route ${index + 1}`;
            return (
              <li
                key={route.id}
                className={css.entry}
                onDragOver={(event) => {
                  if (event.dataTransfer.types.includes(routeMime)) event.preventDefault();
                }}
                onDrop={(event) => move(Number(event.dataTransfer.getData(routeMime)), index)}
              >
                {mayEdit ? (
                  // biome-ignore lint/a11y/noStaticElementInteractions: the arrows are the keyboard's way
                  <span
                    className={css.grip}
                    draggable
                    data-testid={`grip ${name}`}
                    onDragStart={(event) => event.dataTransfer.setData(routeMime, String(index))}
                  >
                    <IconGripVertical size={16} aria-hidden />
                  </span>
                ) : null}
                <span className={css.entryText}>
                  <strong>
                    {index === 0 ? 'If' : 'Else if'} {name}
                  </strong>
                  <span className={css.dim}>
                    {route.rules.map((rule) => ruleText(rule, inputs)).join(' and ') || 'No rule yet'}
                  </span>
                </span>
                <Select
                  aria-label={`Blueprint of ${name}`}
                  data={blueprints}
                  allowDeselect={false}
                  disabled={!mayEdit}
                  value={route.blueprintId}
                  onChange={(id) =>
                    setRoutes(now.routes.with(index, { ...route, blueprintId: id ?? route.blueprintId }))
                  }
                />
                {mayEdit ? (
                  <Group gap={2} wrap="nowrap">
                    <ActionIcon aria-label={`Edit ${name}`} onClick={() => setPencil(index)}>
                      <IconPencil size={16} />
                    </ActionIcon>
                    <ActionIcon aria-label={`Move ${name} up`} onClick={() => move(index, index - 1)}>
                      <IconArrowUp size={16} />
                    </ActionIcon>
                    <ActionIcon aria-label={`Move ${name} down`} onClick={() => move(index, index + 1)}>
                      <IconArrowDown size={16} />
                    </ActionIcon>
                    <ActionIcon aria-label={`Remove ${name}`} onClick={() => setRoutes(now.routes.toSpliced(index, 1))}>
                      <IconTrash size={16} />
                    </ActionIcon>
                  </Group>
                ) : null}
              </li>
            );
          })}
          <li className={css.entry}>
            <span className={css.entryText}>
              <strong>Else (Fallback)</strong>
            </span>
            <Select
              aria-label="Blueprint of Fallback"
              placeholder="No Blueprint"
              clearable
              clearButtonProps={{ 'aria-label': 'Clear Fallback' }}
              disabled={!mayEdit}
              data={blueprints}
              value={now.fallbackBlueprintId}
              onChange={(id) => setDraft({ ...now, fallbackBlueprintId: id })}
            />
          </li>
        </ol>
      </Section>
      <FormError error={save.error} />
      {isCode(save.error, 'versionConflict') ? (
        <Group gap="xs">
          <Button variant="default" onClick={() => void readRouting().then(({ version }) => onSave(version), failed)}>
            Save mine over it
          </Button>
          <Button variant="default" onClick={() => void readRouting().then(() => setDraft(null), failed)}>
            Take theirs
          </Button>
        </Group>
      ) : null}
      {mayEdit ? (
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconPlus size={15} />}
            disabled={blueprints.length === 0}
            onClick={add}
          >
            Add route
          </Button>
          <Group gap="xs">
            <Button variant="default" disabled={draft === null} onClick={() => setDraft(null)}>
              Cancel
            </Button>
            <Button
              disabled={draft === null}
              loading={save.isPending}
              onClick={() => onSave(edited?.version ?? saved.version)}
            >
              Save
            </Button>
          </Group>
        </Group>
      ) : null}
      <RuleEditor
        node={editing ? { ...editing, kind: 'if', items: [], blocks: [] } : null}
        onClose={() => setPencil(null)}
        onDone={(change) => {
          if (editing && pencil !== null) setRoutes(now.routes.with(pencil, { ...editing, ...change }));
          setPencil(null);
        }}
      />
    </Stack>
  );
}
