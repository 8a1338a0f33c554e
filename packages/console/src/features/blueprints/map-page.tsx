import { useHotkeys } from '@mantine/hooks';
import { LoadingState } from '@rollcall/ui';
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
  readBlueprint,
  usePreview,
} from '../../data/blueprints.ts';
import { libraryQuery } from '../../data/library.ts';
import { failed } from '../failed.ts';
import { ItemBank } from './item-bank.tsx';
import css from './map.module.css';
import { MapBar } from './map-bar.tsx';
import { changeNode, nodeOf, renameBlock } from './map-edit.ts';
import { rootOf } from './map-walk.ts';
import { NewerVersion } from './newer-version.tsx';
import { NodeDetail } from './node-detail.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { type Draft, useDraft } from './use-draft.ts';
import { Why } from './why.tsx';

// The canvas is the largest part of the console; it is loaded when a map is opened.
const MapCanvas = lazy(async () => ({ default: (await import('./map-canvas.tsx')).MapCanvas }));

interface MapPageProps {
  readonly blueprint: Blueprint;
  /** Whose path is lit up. */
  readonly subject: EvaluationSubject | null;
  readonly onSubject: (subject: EvaluationSubject | null) => void;
}

export function MapPage({ blueprint, subject, onSubject }: MapPageProps) {
  const draft = useDraft();
  const saving = useSaving(blueprint.id, draft);
  const [pencil, setPencil] = useState<string | null>(null);
  const [active, setActive] = useState(rootOf(blueprint.map));
  const [opened, setOpened] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const items = useQuery(libraryQuery).data ?? [];
  const inputs = useQuery(inputsQuery).data ?? [];
  const lit = useQuery(evaluationQuery(blueprint.id, draft.map ? null : subject)).data ?? null;
  const map = draft.map ?? blueprint.map;
  useBlocker({
    shouldBlockFn: () => !window.confirm('Leave without saving the changed assignments?'),
    enableBeforeUnload: () => draft.undoable,
    disabled: !draft.undoable,
  });
  const change = (next: AssignmentMap) => {
    draft.edit(next);
    saving.forget();
  };
  useHotkeys([
    ['mod+Z', draft.undo],
    ['mod+shift+Z', draft.redo],
    ['mod+Y', draft.redo],
  ]);
  const problems = draft.map ? saving.refused : blueprint.problems;
  const troubled = new Map(problems.flatMap(({ nodeId, message }) => (nodeId ? [[nodeId, message] as const] : [])));
  const shared = { map, items, inputs };
  // A node may have been removed since.
  const present = nodeOf(map, active) ? active : rootOf(map);
  return (
    <div className={css.mapPage}>
      <MapBar
        draft={draft}
        blueprint={blueprint}
        subject={subject}
        onSubject={(next) => {
          setOpened(null);
          onSubject(next);
        }}
        saving={saving.asking}
        onSave={saving.ask}
        onNewer={saving.showNewer}
      />
      <p className="rc-hidden" role="status">
        {said}
      </p>
      <div className={css.stage}>
        <section className={css.canvas} aria-label="Assignment Map">
          <Suspense fallback={<LoadingState />}>
            <MapCanvas
              {...shared}
              editing={draft.map !== null}
              lit={draft.map ? null : lit}
              troubled={troubled}
              active={present}
              onActive={setActive}
              onEdit={change}
              onPencil={setPencil}
              onOpen={setOpened}
              onSay={setSaid}
            />
          </Suspense>
        </section>
        {draft.map ? (
          <ItemBank map={map} items={items} active={present} onEdit={change} onSay={setSaid} />
        ) : opened !== null ? (
          <NodeDetail {...shared} nodeId={opened} onClose={() => setOpened(null)} />
        ) : lit ? (
          <Why map={map} lit={lit} inputs={inputs} />
        ) : null}
      </div>
      <RuleEditor
        node={pencil ? (nodeOf(map, pencil) ?? blockAsNode(map, pencil)) : null}
        onClose={() => setPencil(null)}
        onDone={(rules) => {
          if (pencil)
            change(nodeOf(map, pencil) ? changeNode(map, pencil, rules) : renameBlock(map, pencil, rules.label));
          setPencil(null);
        }}
      />
      <SaveDialog
        blueprintId={blueprint.id}
        version={draft.version ?? blueprint.version}
        map={map}
        preview={saving.preview}
        onClose={saving.close}
        onSaved={() => {
          saving.close();
          draft.end();
        }}
        onNewer={saving.newer}
      />
      <NewerVersion
        blueprint={blueprint}
        base={draft.version ?? blueprint.version}
        opened={saving.newerShown}
        onClose={saving.close}
        onTheirs={() => {
          draft.takeTheirs(blueprint.version, blueprint.map);
          saving.close();
          setSaid(`Version ${blueprint.version} is in the editor; undo brings your edits back`);
        }}
        onMine={() => saving.askMine(blueprint, map)}
      />
    </div>
  );
}

/** From pressing Save to the dialog that it leads to: what saving changes, or that somebody has saved meanwhile. */
function useSaving(blueprintId: string, draft: Draft) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [newerShown, setNewerShown] = useState(false);
  /** What kept the map from being saved, on its nodes until the next edit. */
  const [refused, setRefused] = useState<Preview['problems']>([]);
  const preparing = usePreview(blueprintId);
  const prepare = (map: AssignmentMap) =>
    preparing.mutate(map, {
      onSuccess: (found) => {
        setPreview(found);
        setRefused(found.problems);
      },
      onError: failed,
    });
  const newer = async () => {
    await readBlueprint(blueprintId);
    setPreview(null);
    setNewerShown(true);
  };
  return {
    preview,
    newerShown,
    refused,
    asking: preparing.isPending,
    /** Asks what saving the draft would change; a preview compares with the present map, so that has to be the one that was edited. */
    ask: () => {
      const { map, version } = draft;
      if (!map) return;
      readBlueprint(blueprintId).then((now) => (now.version === version ? prepare(map) : setNewerShown(true)), failed);
    },
    askMine: (present: Blueprint, map: AssignmentMap) => {
      draft.keepMine(present.version, present.map);
      setNewerShown(false);
      prepare(map);
    },
    newer: () => void newer().catch(failed),
    showNewer: () => setNewerShown(true),
    close: () => {
      setPreview(null);
      setNewerShown(false);
    },
    forget: () => setRefused([]),
  };
}

/** Of a block only the label can be edited, as of an `else`. */
function blockAsNode(map: AssignmentMap, id: string) {
  const block = map.blocks.find((each) => each.id === id);
  return block ? { id, kind: 'else' as const, label: block.label, rules: [], items: [], blocks: [] } : null;
}
