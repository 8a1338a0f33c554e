import type { Item, Subject } from './facts.ts';
import { type AssignmentMap, index, rootId } from './map.ts';
import { type Matcher, matcherOfAll, type VanishedGroups } from './match.ts';
import { type Prepared, prepare } from './prepared.ts';
import { type Placed, type Resolved, resolve } from './resolve.ts';

interface CompiledNode {
  readonly number: number;
  readonly id: string;
  readonly matches: Matcher;
  readonly items: readonly string[];
  readonly blocks: readonly (readonly CompiledNode[])[];
}

/** A map made ready for many devices. */
export interface CompiledMap {
  /** The nodes that are reached, from left to right. */
  reached(subject: Prepared): readonly string[];
  /** The outcome; the same object for all subjects of one family that take the same path. */
  run(subject: Subject): Resolved;
}

const always: Matcher = () => true;

/** `map` is valid (see `validate`). What does not resolve in it is left out. */
export function compile(map: AssignmentMap, items: Iterable<Item>, vanished: VanishedGroups): CompiledMap {
  const root = compileTree(map, vanished);
  const catalogue = new Map<string, Item>();
  for (const item of items) catalogue.set(item.id, item);
  const outcomes = new Map<string, Resolved>();
  return {
    reached: (subject) => walk(root, subject).map((node) => node.id),
    run(subject) {
      const nodes = walk(root, prepare(subject));
      const { family } = subject.device;
      const path = nodes.map((node) => node.number).join();
      const key = `${family ?? ''} ${path}`;
      let outcome = outcomes.get(key);
      if (!outcome) {
        const placed = nodes.flatMap((node) => node.items.map((itemId): Placed => ({ itemId, nodeId: node.id })));
        outcome = resolve(placed, family, (id) => catalogue.get(id));
        outcomes.set(key, outcome);
      }
      return outcome;
    },
  };
}

function compileTree(map: AssignmentMap, vanished: VanishedGroups): CompiledNode | null {
  const { node, block } = index(map);
  const seen = new Set<string>();
  const build = (id: string): CompiledNode | null => {
    const found = node(id);
    if (!found || seen.has(id)) return null;
    seen.add(id);
    const number = seen.size;
    const unconditional = found.kind === 'all' || found.kind === 'else';
    return {
      number,
      id,
      matches: unconditional ? always : matcherOfAll(found.rules, vanished),
      items: found.items,
      blocks: found.blocks.map((blockId) => (block(blockId)?.nodes ?? []).flatMap((next) => build(next) ?? [])),
    };
  };
  return build(rootId);
}

function walk(root: CompiledNode | null, subject: Prepared): readonly CompiledNode[] {
  const reached: CompiledNode[] = [];
  const visit = (node: CompiledNode): void => {
    reached.push(node);
    for (const block of node.blocks)
      for (const next of block)
        if (next.matches(subject)) {
          visit(next);
          break;
        }
  };
  if (root) visit(root);
  return reached;
}
