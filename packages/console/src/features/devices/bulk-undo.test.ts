import { expect, test } from 'vitest';
import type { Device } from '../../data/devices.ts';
import { undoOf } from './bulk-undo.ts';

const device = (device_id: string, more: Partial<Device>) =>
  ({ device_id, user: null, awaited_user: null, blueprint_id: null, ...more }) as Device;
const ada = { id: 'ada', name: 'Ada', email: null, is_archived: false, integration: { id: 'i', name: 'Okta' } };

test('undoing brings each device back to its own user, to nobody or to the one that it waited for', () => {
  const devices = [
    device('1', { user: ada }),
    device('2', {}),
    device('3', { user: ada }),
    device('4', { awaited_user: 'late@example.com' }),
  ];
  expect(undoOf(devices, 'user')).toEqual([
    { user: 'ada', device_ids: ['1', '3'] },
    { user: null, device_ids: ['2'] },
    { user_name: 'late@example.com', device_ids: ['4'] },
  ]);
});

test('undoing a move brings each device back to its Blueprint, or to none', () => {
  const devices = [device('1', { blueprint_id: 'b' }), device('2', {}), device('3', { blueprint_id: 'b' })];
  expect(undoOf(devices, 'blueprint')).toEqual([
    { blueprint_id: 'b', device_ids: ['1', '3'] },
    { blueprint_id: null, device_ids: ['2'] },
  ]);
});
