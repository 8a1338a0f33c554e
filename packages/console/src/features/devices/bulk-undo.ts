import type { BulkUpdate, Device } from '../../data/devices.ts';

type Change = Omit<BulkUpdate, 'device_ids'>;

const ownerBefore = (device: Device): Change =>
  device.user
    ? { user: device.user.id }
    : device.awaited_user === null
      ? { user: null }
      : { user_name: device.awaited_user };

/** The changes that bring every device back to the user or Blueprint it had: one for each that occurs among them. */
export function undoOf(devices: readonly Device[], what: 'user' | 'blueprint'): readonly BulkUpdate[] {
  const groups = new Map<string, BulkUpdate>();
  for (const device of devices) {
    const change = what === 'user' ? ownerBefore(device) : { blueprint_id: device.blueprint_id };
    const key = JSON.stringify(change);
    const ids = groups.get(key)?.device_ids ?? [];
    groups.set(key, { ...change, device_ids: [...ids, device.device_id] });
  }
  return [...groups.values()];
}
