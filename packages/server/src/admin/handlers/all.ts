import type { Handlers } from '../handler.ts';
import { productHandlers } from '../product.ts';
import { activityHandlers } from './activity.ts';
import { attributeFeedHandlers } from './attribute-feed.ts';
import { auditHandlers } from './audit.ts';
import { clientHandlers } from './clients.ts';
import { groupHandlers } from './groups.ts';
import { guideHandlers } from './guide.ts';
import { integrationHandlers } from './integrations.ts';
import { peopleHandlers } from './people.ts';
import { publicUserHandlers } from './public-users.ts';
import { referenceHandlers } from './reference.ts';
import { sessionHandlers } from './session.ts';
import { settingsHandlers } from './settings.ts';
import { teamHandlers } from './team.ts';

export const allHandlers: Partial<Handlers> = {
  ...sessionHandlers,
  ...integrationHandlers,
  ...guideHandlers,
  ...attributeFeedHandlers,
  ...clientHandlers,
  ...peopleHandlers,
  ...groupHandlers,
  ...activityHandlers,
  ...auditHandlers,
  ...teamHandlers,
  ...settingsHandlers,
  ...referenceHandlers,
  ...publicUserHandlers,
  ...productHandlers,
};
