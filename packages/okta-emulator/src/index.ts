export type * from './api/contract.ts';
export { ensureEmulatorConsole } from './console-build.ts';
export { createOktaEmulator, type OktaEmulator, type OktaEmulatorOptions } from './emulator.ts';
