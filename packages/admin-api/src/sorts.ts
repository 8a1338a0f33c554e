/** What a list can be sorted by; `-` in front: descending. */
export const personSorts = [
  'name',
  '-name',
  'email',
  '-email',
  'department',
  '-department',
  'jobTitle',
  '-jobTitle',
  'updatedAt',
  '-updatedAt',
] as const;
export const groupSorts = ['name', '-name', 'members', '-members', 'updatedAt', '-updatedAt'] as const;
