import type { ProviderGuide } from './guide-step.ts';

export const okta: ProviderGuide = {
  prerequisites: [
    'Okta’s Advanced Lifecycle Management plan, which supports built-in, standards-based provisioning for SCIM.',
    'The token that you copied when this integration was made. Lost it? Use **Rotate token**.',
  ],
  steps: (url) => [
    {
      title: 'Create the app integration',
      lines: [
        'In the Okta admin console open **Applications** › **Applications**, click **Create App Integration**, choose **SAML 2.0** and **Next**.',
        'Give the app a name, check the box in the **App visibility** section, click **Next**.',
        'Enter a placeholder URL in **Single sign-on URL** and **Audience URI (SP Entity ID)**, change nothing else, click **Next**.',
        'Select **This is an internal app that we have created** and click **Finish**.',
      ],
    },
    {
      title: 'Switch on SCIM',
      lines: [
        'On the **General** tab click **Edit**, select **SCIM** in the **Provisioning** setting, click **Save**.',
      ],
    },
    {
      title: 'Enter the SCIM API URL',
      lines: [
        'On the **Provisioning** tab click **Edit** in the **Integration** section. **SCIM connector base URL**:',
      ],
      copy: { label: 'SCIM API URL', value: url },
    },
    {
      title: 'Set the identifier and the actions',
      lines: [
        'For **Supported provisioning actions** select **Push New Users**, **Push Profile Updates** and **Push Groups**. **Unique identifier field for users**:',
      ],
      copy: { label: 'unique identifier field', value: 'userName' },
    },
    {
      title: 'Enter the token and test',
      lines: [
        'For **Authentication Mode** select **HTTP Header** and paste the token into **Authorization**.',
        'Click **Test Connector Configuration**: **Create Users**, **Update User Attributes** and **Push Groups** are checked. Click **Save**.',
      ],
    },
    {
      title: 'Switch on provisioning to the app',
      lines: [
        'In the **To App** section click **Edit**, enable **Create Users**, **Update User Attributes** and **Deactivate Users**, click **Save**.',
      ],
    },
    {
      title: 'Assign the people',
      lines: [
        'Make a group for assignment alone (for example rollcall_users) and fill it by a group rule from the groups that you will push.',
        'On the **Assignments** tab choose **Assign** › **Assign to Groups**, click **Assign**, **Save and Go Back**, **Done**.',
      ],
    },
    {
      title: 'Push the groups',
      lines: [
        'On the **Push Groups** tab click **Push Groups** › **Find groups by name**, search, select **Create Group**, click **Save & Add Another**.',
      ],
    },
  ],
  notes: [
    'The same group can’t be used on both the Assignments tab and the Push Groups tab: it would arrive without members.',
    'People must be assigned to the app before a pushed group can hold them.',
    'Syncing is one-way, and only when something changed. To push a group’s update at once, use **Push Now** at Okta.',
  ],
};
