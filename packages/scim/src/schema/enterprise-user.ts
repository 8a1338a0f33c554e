import { attribute, complex } from './define.ts';
import type { Schema } from './registry.ts';

export const ENTERPRISE_USER_URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** RFC 7643 §4.3 and §8.7.1. */
export const enterpriseUserSchema: Schema = {
  id: ENTERPRISE_USER_URN,
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    attribute('employeeNumber', 'The number or code by which the organization knows the person.'),
    attribute('costCenter', 'The name of a cost center.'),
    attribute('organization', 'The name of an organization.'),
    attribute('division', 'The name of a division.'),
    attribute('department', 'The name of a department.'),
    complex('manager', "The user's manager.", [
      attribute('value', "The id of the manager's resource.", { caseExact: true }),
      attribute('$ref', "URI of the manager's resource.", {
        type: 'reference',
        referenceTypes: ['User'],
        caseExact: true,
      }),
      // RFC 7643 has readOnly here, but Okta maps the manager's name to it and nobody else knows it.
      attribute('displayName', "The manager's displayName."),
    ]),
  ],
};
