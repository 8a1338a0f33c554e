import type { ProviderGuide } from './guide-step.ts';

const token = 'The token that you copied when this integration was made. Lost it? Use **Rotate token**.';

export const entra: ProviderGuide = {
  prerequisites: ['Microsoft Entra ID P1 or higher for group assignment.', token],
  steps: (url) => [
    {
      title: 'Create the enterprise application',
      lines: [
        'In the Entra admin center open **Enterprise applications** › **New application** › **Create your own application** and choose **Integrate any other application you don’t find in the gallery**.',
      ],
    },
    {
      title: 'Enter the Tenant URL',
      lines: [
        'Open **Provisioning**, set the mode to **Automatic**. **Tenant URL** (the ending asks Entra for standard PATCH requests):',
      ],
      copy: { label: 'Tenant URL', value: `${url}?aadOptscim062020` },
    },
    {
      title: 'Enter the token and test',
      lines: ['Paste the token into **Secret Token**, click **Test Connection**, then **Save**.'],
    },
    {
      title: 'Choose what is sent',
      lines: [
        'Under **Settings** set the scope to **Sync only assigned users and groups**.',
        'Under **Users and groups** assign people and groups; nested groups are not followed by Entra.',
      ],
    },
    {
      title: 'Start',
      lines: ['Click **Start provisioning**. The first cycle takes a few minutes, later ones run every 40 minutes.'],
    },
  ],
  notes: ['**Provision on demand** sends one person at once, to see the result in Activity.'],
};

export const onelogin: ProviderGuide = {
  prerequisites: [token],
  steps: (url) => [
    {
      title: 'Add the app',
      lines: ['Open **Applications** › **Add App** and choose **SCIM Provisioner with SAML (SCIM v2 Enterprise)**.'],
    },
    {
      title: 'Enter the base URL',
      lines: ['On **Configuration**, **SCIM Base URL**:'],
      copy: { label: 'SCIM Base URL', value: url },
    },
    {
      title: 'Enter the token',
      lines: ['Paste the token into **SCIM Bearer Token** and click **Enable** under **API Connection**.'],
    },
    {
      title: 'Switch on provisioning',
      lines: [
        'On **Provisioning** check **Enable provisioning** for create, delete and update, and click **Save**.',
        'On **Parameters** include **Groups** in user provisioning; on **Rules** map roles to groups.',
      ],
    },
  ],
  notes: ['Deleting in OneLogin can be set to **Suspend**: people are archived here and keep their devices.'],
};

export const jumpcloud: ProviderGuide = {
  prerequisites: [token],
  steps: (url) => [
    {
      title: 'Add a custom application',
      lines: [
        'Open **SSO Applications** › **Add New Application** › **Custom Application** and choose **Export users to this app (Identity Management)**.',
      ],
    },
    {
      title: 'Enter the base URL',
      lines: ['On **Identity Management** choose **SCIM API**, version **SCIM 2.0**. **Base URL**:'],
      copy: { label: 'Base URL', value: url },
    },
    {
      title: 'Enter the token and test',
      lines: [
        'Paste the token into **Token Key**, enter the e-mail of a test user, click **Test Connection**, then **Activate**.',
      ],
    },
    {
      title: 'Choose who is sent',
      lines: ['On **User Groups** select the groups, check **Enable management of User Groups**, click **Save**.'],
    },
  ],
  notes: [
    'The connection test creates a test user and a test group and deletes them again; both are visible in Activity.',
  ],
};

export const google: ProviderGuide = {
  prerequisites: ['A Google Workspace edition with automated provisioning for custom apps.', token],
  steps: (url) => [
    {
      title: 'Open the app',
      lines: [
        'In the Google Admin console open **Apps** › **Web and mobile apps**, open your custom app and **Autoprovisioning**.',
      ],
    },
    {
      title: 'Enter the endpoint',
      lines: ['Paste the token as the access token. **Endpoint URL**:'],
      copy: { label: 'Endpoint URL', value: url },
    },
    {
      title: 'Map and switch on',
      lines: ['Keep the default attribute mapping, set the scope to your groups, and turn autoprovisioning on.'],
    },
  ],
  notes: ['Google sends users only; groups are not pushed.'],
};

export const other: ProviderGuide = {
  prerequisites: [
    'A provider that speaks SCIM 2.0 (RFC 7643, RFC 7644) with a bearer token or OAuth client credentials.',
    token,
  ],
  steps: (url) => [
    {
      title: 'Enter the base URL',
      lines: ['SCIM base URL (also called endpoint or tenant URL):'],
      copy: { label: 'SCIM base URL', value: url },
    },
    { title: 'Enter the token', lines: ['Authentication: bearer token, in the header **Authorization: Bearer …**'] },
    {
      title: 'Choose the identifier',
      lines: ['Unique identifier of users:'],
      copy: { label: 'unique identifier', value: 'userName' },
    },
    {
      title: 'Choose what is sent',
      lines: ['Create, update and deactivate users; create, update and delete groups with their members.'],
    },
  ],
  notes: [
    'Attributes that are not supported are accepted and ignored, never refused.',
    'For OAuth client credentials instead of a token see the **OAuth clients** tab.',
  ],
};
