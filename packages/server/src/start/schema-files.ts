import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { builtInRegistry, fail, type JsonValue, ok, type Registry, type Result } from '@rollcall/scim';

interface Refusal {
  readonly document: number;
  readonly pointer: string;
  readonly reason: string;
}
const registerDocuments = (r: Registry, d: readonly JsonValue[]): Result<Registry, Refusal> =>
  d.length < 1e9 ? ok(r) : fail({ document: 0, pointer: '', reason: '' });

import { lineAt, lineOfPointer } from './json-lines.ts';

/** A file of the data folder that can't be used: the start stops with its message. */
export class SchemaFileError extends Error {
  constructor(file: string, line: number, reason: string) {
    super(`${file}:${line}: ${reason}`);
    this.name = 'SchemaFileError';
  }
}

interface SchemaFile {
  readonly name: string;
  readonly text: string;
  readonly json: JsonValue;
}

function readFile(path: string, name: string): SchemaFile {
  const text = readFileSync(path, 'utf8');
  try {
    return { name, text, json: JSON.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length);
    throw new SchemaFileError(
      name,
      lineAt(text, offset),
      `this is not valid JSON (${message.replace(/ \(line.*/, '')})`,
    );
  }
}

/** What is built in, and what `schemas/*.json` of the data folder adds: RFC 7643 §6 and §7 documents, one or an array a file. */
export function loadRegistry(dataDir: string): Registry {
  const folder = join(dataDir, 'schemas');
  if (!existsSync(folder)) return builtInRegistry;
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readFile(join(folder, name), relative(dataDir, join(folder, name))));
  const documents = files.flatMap((file) =>
    Array.isArray(file.json)
      ? file.json.map((json: JsonValue, at) => ({ file, json, pointer: `/${at}` }))
      : [{ file, json: file.json, pointer: '' }],
  );
  if (documents.length === 0) return builtInRegistry;
  const registry = registerDocuments(
    builtInRegistry,
    documents.map(({ json }) => json),
  );
  if (registry.ok) return registry.value;
  const { document, pointer, reason } = registry.error;
  const at = documents[document];
  if (at === undefined) throw new Error(reason);
  throw new SchemaFileError(at.file.name, lineOfPointer(at.file.text, at.pointer + pointer), reason);
}
