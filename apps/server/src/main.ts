import { envToCfg, readEnv, unknownSettings } from '@rollcall/server';
import { plugins } from '@rollcall/server/plugins';
import { serve } from '@rollcall/server/start';

for (const name of unknownSettings()) console.error(`${name} is not a setting of Rollcall; is it misspelt?`);
const config = envToCfg(readEnv());
if (config.ok) {
  try {
    await serve(config.value, plugins);
    process.exit(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
} else {
  for (const { message } of config.error) console.error(message);
  process.exit(2);
}
