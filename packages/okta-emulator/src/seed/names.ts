/** Words that the demo org is made of. */
export const firstNames = [
  ...['Ada', 'Ben', 'Chidi', 'Dana', 'Elif', 'Farid', 'Grace', 'Hiro', 'Ines', 'Jonas', 'Kavya', 'Liam', 'Mei', 'Nia'],
  ...['Omar', 'Priya', 'Quinn', 'Rosa', 'Sven', 'Tara', 'Uma', 'Viktor', 'Wren', 'Ximena', 'Yusuf', 'Zoë', 'Anders'],
  ...['Bianca', 'Cora', 'Dmitri', 'Esther', 'Felix', 'Gita', 'Hugo', 'Ivy', 'Jae', 'Kofi', 'Lena', 'Mateo', 'Noor'],
] as const;

export const lastNames = [
  ...['Okafor', 'Larsen', 'Patel', 'Nguyen', 'García', 'Müller', 'Sato', 'Silva', 'Kowalski', 'Haddad', 'Ivanov'],
  ...['Johansson', 'Kim', 'Lopez', 'Moreau', 'Novak', 'O’Brien', 'Peters', 'Quist', 'Rossi', 'Schmidt', 'Tanaka'],
  ...['Usman', 'Varga', 'Wang', 'Xu', 'Yilmaz', 'Zhou', 'Andersen', 'Brown', 'Castillo', 'Dubois', 'Eriksen'],
  ...['Fischer', 'Gupta', 'Hansen', 'Ito', 'Jensen'],
] as const;

export interface Department {
  readonly name: string;
  readonly division: string;
  readonly costCenter: string;
  readonly titles: readonly string[];
}

export const departments: readonly Department[] = [
  {
    name: 'Engineering',
    division: 'Product',
    costCenter: 'CC-100',
    titles: ['Software Engineer', 'Staff Engineer', 'Engineering Manager'],
  },
  {
    name: 'Design',
    division: 'Product',
    costCenter: 'CC-110',
    titles: ['Product Designer', 'Researcher', 'Design Lead'],
  },
  {
    name: 'Product Management',
    division: 'Product',
    costCenter: 'CC-120',
    titles: ['Product Manager', 'Group Product Manager'],
  },
  {
    name: 'IT',
    division: 'Operations',
    costCenter: 'CC-200',
    titles: ['IT Specialist', 'Systems Administrator', 'IT Manager'],
  },
  { name: 'Security', division: 'Operations', costCenter: 'CC-210', titles: ['Security Engineer', 'Security Analyst'] },
  { name: 'People', division: 'Operations', costCenter: 'CC-220', titles: ['People Partner', 'Recruiter'] },
  {
    name: 'Finance',
    division: 'Operations',
    costCenter: 'CC-230',
    titles: ['Accountant', 'Financial Analyst', 'Controller'],
  },
  { name: 'Legal', division: 'Operations', costCenter: 'CC-240', titles: ['Counsel', 'Paralegal'] },
  {
    name: 'Sales',
    division: 'Revenue',
    costCenter: 'CC-300',
    titles: ['Account Executive', 'Sales Engineer', 'Sales Manager'],
  },
  { name: 'Marketing', division: 'Revenue', costCenter: 'CC-310', titles: ['Marketing Manager', 'Content Writer'] },
  {
    name: 'Customer Success',
    division: 'Revenue',
    costCenter: 'CC-320',
    titles: ['Success Manager', 'Onboarding Specialist'],
  },
  { name: 'Support', division: 'Revenue', costCenter: 'CC-330', titles: ['Support Engineer', 'Support Lead'] },
];

export const offices = [
  { city: 'Berlin', state: 'BE', countryCode: 'DE', timezone: 'Europe/Berlin', locale: 'de-DE' },
  { city: 'Lisbon', state: 'LI', countryCode: 'PT', timezone: 'Europe/Lisbon', locale: 'pt-PT' },
  { city: 'New York', state: 'NY', countryCode: 'US', timezone: 'America/New_York', locale: 'en-US' },
  { city: 'San Diego', state: 'CA', countryCode: 'US', timezone: 'America/Los_Angeles', locale: 'en-US' },
  { city: 'Tokyo', state: '13', countryCode: 'JP', timezone: 'Asia/Tokyo', locale: 'ja-JP' },
] as const;
