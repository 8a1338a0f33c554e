import { ensureConsoleBuilt } from '@rollcall/server/start';

// For installations whose program folder can't be written while the server runs.
await ensureConsoleBuilt();
process.exit(0);
