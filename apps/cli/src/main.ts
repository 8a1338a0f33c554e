import { runCli } from '@rollcall/server/cli';
import { plugins } from '@rollcall/server/plugins';

process.exit(await runCli(process.argv.slice(2), { plugins }));
