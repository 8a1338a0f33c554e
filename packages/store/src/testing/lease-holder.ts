/** A process of its own that takes a lease and keeps it: `lease-holder.ts <location> <name>`; prints a line when it has it. */
import { openSqlite } from '../dialect/sqlite/sqlite-database.ts';
import { openDatabase } from '../open-database.ts';
import { openLeases } from '../sql/leases.ts';

const [location = '', name = ''] = process.argv.slice(2);
const isUrl = location.startsWith('postgres');
await using db = isUrl ? await openDatabase({ url: location, dataDir: '' }) : openSqlite({ path: location });
await openLeases(db).whileHeld(name, async (lost) => {
  process.stdout.write('held\n');
  await new Promise((resolve) => lost.addEventListener('abort', resolve));
});
