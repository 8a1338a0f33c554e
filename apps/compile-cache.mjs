// Loaded before everything else (`node --import`), in JavaScript so that nothing has to be translated for it.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '..', 'node_modules', '.cache', 'rollcall');
enableCompileCache(process.env.NODE_COMPILE_CACHE);
