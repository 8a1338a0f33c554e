import { ActionIcon, Button, Text } from '@mantine/core';
import { Notice } from '@rollcall/ui';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import type { Blueprint, EvaluationSubject } from '../../data/blueprints.ts';
import { useMay } from '../../data/session.ts';
import css from './map.module.css';
import { MapLookup } from './map-lookup.tsx';
import type { Draft } from './use-draft.ts';

interface MapBarProps {
  readonly draft: Draft;
  readonly blueprint: Blueprint;
  readonly subject: EvaluationSubject | null;
  readonly onSubject: (subject: EvaluationSubject | null) => void;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly onNewer: () => void;
}

/** Above the map: the lookup, or while it is edited undo, redo and saving. */
export function MapBar({ draft, blueprint, subject, onSubject, saving, onSave, onNewer }: MapBarProps) {
  const mayEdit = useMay('admin');
  if (!draft.map)
    return (
      <div className={css.bar}>
        <MapLookup subject={subject} onChange={onSubject} />
        <span className={css.push} />
        {mayEdit ? (
          <Button variant="default" onClick={() => draft.begin(blueprint.version, blueprint.map)}>
            Edit assignments
          </Button>
        ) : null}
      </div>
    );
  const cancel = () => {
    if (!draft.undoable || window.confirm('Discard the changed assignments?')) draft.end();
  };
  return (
    <>
      <div className={css.bar}>
        <Text size="sm" fw={600} className={css.barTitle}>
          Editing assignments
        </Text>
        <ActionIcon size={32} aria-label="Undo" disabled={!draft.undoable} onClick={draft.undo}>
          <IconArrowBackUp size={17} />
        </ActionIcon>
        <ActionIcon size={32} aria-label="Redo" disabled={!draft.redoable} onClick={draft.redo}>
          <IconArrowForwardUp size={17} />
        </ActionIcon>
        <span className={css.push} />
        <Button variant="default" onClick={cancel}>
          Cancel
        </Button>
        <Button disabled={!draft.changed} loading={saving} onClick={onSave}>
          Save
        </Button>
      </div>
      {draft.version !== null && blueprint.version > draft.version ? (
        <Notice tone="warn">
          <span className={css.newer}>
            Version {blueprint.version} was saved while you edit version {draft.version}.
            <Button size="compact-xs" variant="default" onClick={onNewer}>
              See what changed
            </Button>
          </span>
        </Notice>
      ) : null}
    </>
  );
}
