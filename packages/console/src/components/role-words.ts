export const roleWords = { owner: 'Owner', admin: 'Admin', auditor: 'Auditor' } as const;

/** What each role may do, for choosing one. */
export const roleOptions = [
  { value: 'owner', label: 'Owner: everything, team and sign-in included' },
  { value: 'admin', label: 'Admin: integrations, tokens and the directory' },
  { value: 'auditor', label: 'Auditor: sees everything, changes nothing' },
] as const;
