/** Fails on an import that goes against the arrows of ARCHITECTURE.md. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { importRules, innerRules, pureFolders } from './import-rules.ts';

/** Every module that a file names: static, dynamic and re-exports, types included. */
function importsOf(file: string, text: string): readonly string[] {
  const { module } = parseSync(file, text);
  const fixed = module.staticImports.map((found) => found.moduleRequest.value);
  const again = module.staticExports.flatMap((found) =>
    found.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : [])),
  );
  const dynamic = module.dynamicImports.map((found) =>
    text.slice(found.moduleRequest.start, found.moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
  );
  return [...new Set([...fixed, ...again, ...dynamic])];
}

const within = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`);
const isTest = (file: string) => /\.test\.tsx?$|\/testing\//.test(file);

/** What is wrong with one file, a line each. `file` is relative to the root, with forward slashes. */
export function violations(file: string, text: string): readonly string[] {
  const rule = importRules.find((candidate) => within(file, candidate.folder));
  if (!rule) return [];
  const found: string[] = [];
  for (const name of importsOf(file, text)) {
    if (name.startsWith('.')) {
      const target = relative('.', join(dirname(file), name));
      const inner = innerRules.find((r) => within(file, r.from) && r.never.some((n) => within(target, n)));
      if (inner && !isTest(file)) found.push(`${file}: must not import ${target} (${inner.why})`);
      const home = file.split('/').slice(0, 2).join('/');
      if (!within(target, home) && !isTest(file))
        found.push(`${file}: reaches into ${target}; import the package by its name`);
    } else if (name.startsWith('@rollcall/')) {
      const target = name.split('/')[1] ?? '';
      if (within(file, `packages/${target}`)) continue;
      if (!rule.modules.includes(target) && !isTest(file))
        found.push(`${file}: ${rule.folder} must not import ${name}`);
    } else if (isTest(file)) {
    } else if (name.startsWith('node:')) {
      if (!rule.node || pureFolders.some((folder) => within(file, folder)))
        found.push(`${file}: is pure and must not import ${name}`);
    } else if (rule.libraries === 'none')
      found.push(`${file}: ${rule.folder} has no dependencies, but imports ${name}`);
  }
  return found;
}

if (import.meta.main) {
  const files = globSync(['packages/*/src/**/*.{ts,tsx}', 'apps/*/src/**/*.ts', 'e2e/**/*.ts'], {
    exclude: (path) => /node_modules|\/dist\//.test(String(path)),
  });
  const found = files.flatMap((file) => violations(file.replaceAll('\\', '/'), readFileSync(file, 'utf8')));
  if (files.length === 0) found.push('no files were found to check');
  for (const line of found) console.error(line);
  console.log(`imports: ${files.length} files, ${found.length} forbidden`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
