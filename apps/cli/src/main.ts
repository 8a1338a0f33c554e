import { runCli } from '@rollcall/server/cli';

process.exit(await runCli(process.argv.slice(2)));
