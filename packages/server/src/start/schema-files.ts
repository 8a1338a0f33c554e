import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { builtInRegistry, type JsonValue, type Registry, registerDocuments } from '@rollcall/scim';
import { lineAt, lineOfPointer } from './json-lines.ts';

/** Files of the data folder that can't be used: the start stops and tells each mistake with file, line and reason. */
export class SchemaFileError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SchemaFileError';
  }
}

const problem = (file: string, line: number, reason: string): string => `${file}:${line}: ${reason}`;

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
    throw new SchemaFileError([
      problem(name, lineAt(text, offset), `is not valid JSON (${message.replace(/ \(line.*/, '')})`),
    ]);
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
  throw new SchemaFileError(
    registry.error.map(({ document, pointer, reason }) => {
      const at = documents[document];
      if (at === undefined) return reason;
      const place = pointer === '' ? '' : `${pointer} `;
      return problem(at.file.name, lineOfPointer(at.file.text, at.pointer + pointer), `${place}${reason}`);
    }),
  );
}
