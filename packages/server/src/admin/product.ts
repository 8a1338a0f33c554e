import type { Handlers, IdsOf } from './handler.ts';
import { blueprintItemHandlers } from './product-blueprint-items.ts';
import { blueprintHandlers } from './product-blueprints.ts';
import { deviceImportHandlers } from './product-device-imports.ts';
import { deviceMoveHandlers } from './product-device-moves.ts';
import { deviceHandlers } from './product-devices.ts';
import { libraryHandlers } from './product-library.ts';
import { mapToolHandlers } from './product-map-tools.ts';
import { routingHandlers } from './product-routing.ts';

/** The endpoints of devices, library and blueprints. */
export const productHandlers: Handlers<
  IdsOf<'devices' | 'deviceResults' | 'tags' | 'deviceMoves' | 'library' | 'blueprints' | 'groupBlueprints' | 'routing'>
> = {
  ...deviceHandlers,
  ...deviceImportHandlers,
  ...deviceMoveHandlers,
  ...libraryHandlers,
  ...blueprintHandlers,
  ...blueprintItemHandlers,
  ...mapToolHandlers,
  ...routingHandlers,
};
