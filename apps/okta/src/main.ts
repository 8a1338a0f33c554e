import { runOktaCli } from '@rollcall/okta-emulator/cli';
import { conformanceCommand } from './conformance.ts';

await runOktaCli(process.argv.slice(2), conformanceCommand);
