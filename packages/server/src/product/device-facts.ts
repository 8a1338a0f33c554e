import type { DeviceDraft } from '@rollcall/store';

/** A device of which nothing is known. */
export const blankDevice: DeviceDraft = {
  name: '',
  serialNumber: null,
  assetTag: null,
  family: null,
  model: null,
  osVersion: null,
  chipType: null,
  supervised: null,
  enrollmentType: null,
  fileVault: null,
  tags: [],
};

/** Facts of which some were not given. */
export type GivenFacts = { readonly [Key in keyof DeviceDraft]: DeviceDraft[Key] | undefined };

/** Those that were given. */
export function givenFacts(given: GivenFacts): Partial<DeviceDraft> {
  return defined<DeviceDraft>(given);
}

function defined<T extends object>(given: { readonly [Key in keyof T]: T[Key] | undefined }): Partial<T> {
  const kept: Partial<T> = {};
  for (const key in given) {
    const value = given[key];
    if (value !== undefined) kept[key] = value;
  }
  return kept;
}
