import { expect, test } from 'vitest';
import { violations } from './check-imports.ts';

test.each([
  ['packages/scim/src/a.ts', "import { x } from 'node:fs';", 'is pure'],
  ['packages/scim/src/a.ts', "import { x } from '@rollcall/store';", 'must not import'],
  ['packages/scim/src/a.ts', "import type { x } from 'zod';", 'has no dependencies'],
  ['packages/scim/src/a.ts', "export { x } from '@rollcall/server';", 'must not import'],
  ['packages/scim/src/a.ts', "const x = await import('@rollcall/server');", 'must not import'],
  ['packages/server/src/scim/a.ts', "import { x } from '../admin/b.ts';", 'must not import'],
  ['packages/server/src/admin/a.ts', "import type { x } from '../scim/b.ts';", 'must not import'],
  ['packages/okta-emulator/src/push/a.ts', "import { x } from '@rollcall/server';", 'must not import'],
  ['packages/okta-emulator/src/plan/a.ts', "import { x } from 'node:http';", 'is pure'],
  ['packages/console/src/components/a.tsx', "import { x } from '../routes/b.tsx';", 'must not import'],
  ['packages/store/src/a.ts', "import { x } from '../../scim/src/b.ts';", 'reaches into'],
])('a planted forbidden import in %s is found: %s', (file, text, message) => {
  expect(violations(file, text).join()).toContain(message);
});

test('allowed imports are left alone', () => {
  expect(violations('packages/store/src/a.ts', "import { x } from '@rollcall/scim'; import 'node:fs';")).toEqual([]);
  expect(violations('packages/server/src/scim/a.ts', "import { x } from '../http/b.ts';")).toEqual([]);
});
