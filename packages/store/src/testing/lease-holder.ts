/**
 * A process of its own that takes a lease and keeps it, or is known as a server: `lease-holder.ts <location> <name>`, or
 * `lease-holder.ts <location> --server <fingerprint>`. Prints a line when it is so far.
 */
import { openSqlite } from '../dialect/sqlite/sqlite-database.ts';
import { openDatabase } from '../open-database.ts';
import { openLeases } from '../sql/leases.ts';
import { joinServers } from '../sql/presence.ts';

const [location = '', name = '', fingerprint = ''] = process.argv.slice(2);
const isUrl = location.startsWith('postgres');
await using db = isUrl ? await openDatabase({ url: location, dataDir: '' }) : openSqlite({ path: location });
if (name === '--server') {
  await using _server = await joinServers(db, fingerprint);
  process.stdout.write('held\n');
  await new Promise((resolve) => setTimeout(resolve, 120_000));
}
await openLeases(db).whileHeld(name, async (lost) => {
  process.stdout.write('held\n');
  await new Promise((resolve) => lost.addEventListener('abort', resolve));
});
