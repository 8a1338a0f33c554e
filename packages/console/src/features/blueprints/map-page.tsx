import { ActionIcon, Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { LoadingState, Notice, toast } from '@rollcall/ui';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import {
  type AssignmentMap,
  type Blueprint,
  type EvaluationSubject,
  evaluationQuery,
  inputsQuery,
  type Preview,
  usePreview,
  useUpdateBlueprint,
} from '../../data/blueprints.ts';
import { someDevicesQuery } from '../../data/devices.ts';
import { libraryQuery } from '../../data/library.ts';
import { searchQuery } from '../../data/search.ts';
import { useMay } from '../../data/session.ts';
import { failed } from '../failed.ts';
import { FormError } from '../form-error.tsx';
import css from './map.module.css';
import { changeNode, nodeOf, renameBlock } from './map-edit.ts';
import { RuleEditor } from './rule-editor.tsx';
import { ruleText } from './rule-words.ts';

// The canvas is the largest part of the console; it is loaded when a map is opened.
const MapCanvas = lazy(async () => ({ default: (await import('./map-canvas.tsx')).MapCanvas }));

interface History {
  readonly past: readonly AssignmentMap[];
  readonly now: AssignmentMap;
  readonly future: readonly AssignmentMap[];
}

/** A draft of a map with undo and redo; null while nothing is edited. */
function useDraft() {
  const [history, setHistory] = useState<History | null>(null);
  return {
    map: history?.now ?? null,
    changed: (history?.past.length ?? 0) > 0,
    redoable: (history?.future.length ?? 0) > 0,
    begin: (map: AssignmentMap) => setHistory({ past: [], now: map, future: [] }),
    end: () => setHistory(null),
    edit: (next: AssignmentMap) =>
      setHistory((was) => was && (next === was.now ? was : { past: [...was.past, was.now], now: next, future: [] })),
    undo: () =>
      setHistory((was) => {
        const before = was?.past.at(-1);
        return was && before ? { past: was.past.slice(0, -1), now: before, future: [was.now, ...was.future] } : was;
      }),
    redo: () =>
      setHistory((was) => {
        const [next, ...future] = was?.future ?? [];
        return was && next ? { past: [...was.past, was.now], now: next, future } : was;
      }),
  };
}

interface MapPageProps {
  readonly blueprint: Blueprint;
  /** Whose path is lit up. */
  readonly subject: EvaluationSubject | null;
  readonly onSubject: (subject: EvaluationSubject | null) => void;
}

export function MapPage({ blueprint, subject, onSubject }: MapPageProps) {
  const draft = useDraft();
  const [pencil, setPencil] = useState<string | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  /** What kept the map from being saved, on its nodes until the next edit. */
  const [refused, setRefused] = useState<Preview['problems']>([]);
  const items = useQuery(libraryQuery).data ?? [];
  const inputs = useQuery(inputsQuery).data ?? [];
  const lit = useQuery(evaluationQuery(blueprint.id, draft.map ? null : subject)).data ?? null;
  const ask = usePreview(blueprint.id);
  const mayEdit = useMay('admin');
  const map = draft.map ?? blueprint.map;
  useBlocker({
    shouldBlockFn: () => draft.changed && !window.confirm('Leave without saving the changed assignments?'),
    enableBeforeUnload: () => draft.changed,
    disabled: !draft.changed,
  });
  const change = (next: AssignmentMap) => {
    draft.edit(next);
    setRefused([]);
  };
  useHotkeys([
    ['mod+Z', draft.undo],
    ['mod+shift+Z', draft.redo],
    ['mod+Y', draft.redo],
  ]);
  const cancel = () => {
    if (!draft.changed || window.confirm('Discard the changed assignments?')) draft.end();
  };
  const problems = draft.map ? refused : blueprint.problems;
  const troubled = new Map(problems.flatMap(({ nodeId, message }) => (nodeId ? [[nodeId, message] as const] : [])));
  return (
    <div className={css.mapPage}>
      <div className={css.bar}>
        {draft.map ? (
          <>
            <Text size="sm" fw={600}>
              Editing assignments
            </Text>
            <ActionIcon size={32} aria-label="Undo" disabled={!draft.changed} onClick={draft.undo}>
              <IconArrowBackUp size={17} />
            </ActionIcon>
            <ActionIcon size={32} aria-label="Redo" disabled={!draft.redoable} onClick={draft.redo}>
              <IconArrowForwardUp size={17} />
            </ActionIcon>
            <span className={css.push} />
            <Button variant="default" onClick={cancel}>
              Cancel
            </Button>
            <Button
              disabled={!draft.changed}
              loading={ask.isPending}
              onClick={() =>
                ask.mutate(map, {
                  onSuccess: (found) => {
                    setPreview(found);
                    setRefused(found.problems);
                  },
                  onError: failed,
                })
              }
            >
              Save
            </Button>
          </>
        ) : (
          <>
            <Lookup subject={subject} onChange={onSubject} />
            <span className={css.push} />
            {mayEdit ? (
              <Button variant="default" onClick={() => draft.begin(blueprint.map)}>
                Edit assignments
              </Button>
            ) : null}
          </>
        )}
      </div>
      <div className={css.stage}>
        <section className={css.canvas} aria-label="Assignment Map">
          <Suspense fallback={<LoadingState />}>
            <MapCanvas
              map={map}
              editing={draft.map !== null}
              items={items}
              inputs={inputs}
              lit={draft.map ? null : lit}
              troubled={troubled}
              onEdit={change}
              onPencil={setPencil}
            />
          </Suspense>
        </section>
        {draft.map ? (
          <aside className={css.bank} aria-label="Library Item bank">
            <h2 className={css.bankTitle}>Library Items</h2>
            <p className={css.bankText}>Drag onto a node, or use Add on the node.</p>
            {items.map((item) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: the node's Add menu is the keyboard's way
              <div
                key={item.id}
                className={css.bankItem}
                draggable
                onDragStart={(event) => event.dataTransfer.setData('application/x-rollcall-item', item.id)}
              >
                {item.name}
              </div>
            ))}
          </aside>
        ) : lit ? (
          <aside className={css.bank} aria-label="Why">
            <h2 className={css.bankTitle}>{lit.subject.name}</h2>
            <p className={css.bankText}>Gets {lit.items.map(({ name }) => name).join(', ') || 'nothing'}.</p>
            {lit.decisions
              .filter(({ kind }) => kind !== 'all')
              .map((decision) => (
                <div
                  key={decision.nodeId}
                  className={css.decision}
                  data-taken={decision.outcome === 'taken' || undefined}
                >
                  <strong>{nodeOf(map, decision.nodeId)?.label || 'Condition'}</strong>:{' '}
                  {decision.outcome === 'taken'
                    ? 'matches'
                    : decision.outcome === 'skipped'
                      ? 'skipped, an earlier condition matched'
                      : 'does not match'}
                  {decision.rules.map(({ rule, holds, actual }) => (
                    <div key={rule.input} className={css.bankText}>
                      {holds ? '✓' : '✗'} {ruleText(rule, inputs)} (has {actual.join(', ') || 'none'})
                    </div>
                  ))}
                </div>
              ))}
          </aside>
        ) : null}
      </div>
      <RuleEditor
        node={pencil ? (nodeOf(map, pencil) ?? blockAsNode(map, pencil)) : null}
        onClose={() => setPencil(null)}
        onDone={(said) => {
          if (pencil)
            change(nodeOf(map, pencil) ? changeNode(map, pencil, said) : renameBlock(map, pencil, said.label));
          setPencil(null);
        }}
      />
      <SaveDialog
        blueprint={blueprint}
        map={map}
        preview={preview}
        onClose={() => setPreview(null)}
        onSaved={() => {
          setPreview(null);
          draft.end();
        }}
      />
    </div>
  );
}

/** Of a block only the label can be edited, as of an `else`. */
function blockAsNode(map: AssignmentMap, id: string) {
  const block = map.blocks.find((each) => each.id === id);
  return block ? { id, kind: 'else' as const, label: block.label, rules: [], items: [], blocks: [] } : null;
}

interface SaveDialogProps {
  readonly blueprint: Blueprint;
  readonly map: AssignmentMap;
  readonly preview: Preview | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** What saving will change, before it does. */
function SaveDialog({ blueprint, map, preview, onClose, onSaved }: SaveDialogProps) {
  const update = useUpdateBlueprint(blueprint.id);
  const errors = preview?.problems.filter(({ severity }) => severity === 'error') ?? [];
  const save = () =>
    update.mutate(
      { version: blueprint.version, map },
      {
        onSuccess: ({ version }) => {
          onSaved();
          toast({ title: `Version ${version} saved` });
        },
      },
    );
  return (
    <Modal opened={preview !== null} onClose={onClose} title="Save assignments">
      <Stack gap="md">
        <Text fw={600}>{preview?.summary}</Text>
        {errors.map((problem) => (
          <Notice key={problem.message} tone="bad">
            {problem.message}
          </Notice>
        ))}
        {preview && preview.samples.length > 0 ? (
          <ul className={css.samples}>
            {preview.samples.map((sample) => (
              <li key={sample.device_id}>
                {sample.device_name}:{' '}
                {[...sample.added.map((n) => `+${n}`), ...sample.removed.map((n) => `−${n}`)].join(', ')}
              </li>
            ))}
          </ul>
        ) : null}
        <FormError error={update.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Go on editing
          </Button>
          <Button disabled={errors.length > 0} loading={update.isPending} onClick={save}>
            Save assignments
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface LookupProps {
  readonly subject: EvaluationSubject | null;
  readonly onChange: (subject: EvaluationSubject | null) => void;
}

/** Choose a device or a user; its path lights up. */
function Lookup({ subject, onChange }: LookupProps) {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 150);
  const devices = useQuery(someDevicesQuery(asked)).data ?? [];
  const users = useQuery(searchQuery(asked)).data?.users ?? [];
  const value = subject === null ? null : 'device' in subject ? `device:${subject.device}` : `user:${subject.user}`;
  return (
    <Select
      size="xs"
      w={280}
      aria-label="Look up a device or user"
      placeholder="Look up a device or user"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear lookup' }}
      filter={({ options }) => options}
      data={[
        {
          group: 'Devices',
          items: devices.map((each) => ({ value: `device:${each.device_id}`, label: each.device_name })),
        },
        { group: 'Users', items: users.map((each) => ({ value: `user:${each.id}`, label: each.name })) },
      ]}
      value={value}
      onSearchChange={setTyped}
      onChange={(next) => {
        const [kind, id = ''] = next?.split(':') ?? [];
        onChange(kind === 'device' ? { device: id } : kind === 'user' ? { user: id } : null);
      }}
    />
  );
}
