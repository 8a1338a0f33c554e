export const familyOptions = [
  { value: 'mac', label: 'Mac' },
  { value: 'iphone', label: 'iPhone' },
  { value: 'ipad', label: 'iPad' },
  { value: 'appletv', label: 'Apple TV' },
  { value: 'vision', label: 'Vision' },
  { value: 'windows', label: 'Windows' },
  { value: 'android', label: 'Android' },
] as const;

export const familyName = (family: string | null): string | null =>
  familyOptions.find(({ value }) => value === family)?.label ?? family;

export const kindOptions = [
  { value: 'app', label: 'App' },
  { value: 'profile', label: 'Profile' },
  { value: 'script', label: 'Script' },
  { value: 'setting', label: 'Setting' },
] as const;

export const chipOptions = [
  { value: 'appleSilicon', label: 'Apple silicon' },
  { value: 'intel', label: 'Intel' },
  { value: 'arm', label: 'Arm' },
  { value: 'amd', label: 'AMD' },
] as const;

export const enrollmentOptions = [
  { value: 'automated', label: 'Automated' },
  { value: 'manual', label: 'Manual' },
  { value: 'user', label: 'By the user' },
] as const;

export const wordFor = (options: readonly { value: string; label: string }[], value: string | null): string | null =>
  options.find((option) => option.value === value)?.label ?? value;
