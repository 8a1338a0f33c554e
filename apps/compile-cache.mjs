// Loaded before everything else (`node --import`), in JavaScript so that nothing has to be translated for it, and so that a Node that
// is too old for the rest can still say so.
import * as nodeModule from 'node:module';
import { join } from 'node:path';

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Rollcall needs Node 24 or newer, and this is ${process.version}. \`npm ci\` brings its own where there is one for the machine; elsewhere install one from https://nodejs.org.`,
  );
  process.exit(1);
}
process.env.NODE_COMPILE_CACHE ||= join(import.meta.dirname, '..', 'node_modules', '.cache', 'rollcall');
nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE);
