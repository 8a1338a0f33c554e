/** Errors of the endpoints of devices, library and blueprints. */
export const productErrors = {
  itemInNode: {
    status: 400,
    title: 'Library Item already exists in Assignment Node',
    todo: 'Nothing is left to do: the node has the item.',
  },
  nodeRequired: {
    status: 400,
    title: 'Must provide assignment_node_id for Assignment Map Blueprint',
    todo: 'Send `assignment_node_id`; `all-devices` is the node of every device.',
  },
  itemNotInNode: {
    status: 400,
    title: 'Library Item does not exist in Assignment Node',
    todo: 'List the items of the nodes with `list-library-items`.',
  },
  nodeUnknown: {
    status: 400,
    title: 'The Assignment Node does not exist in this Blueprint',
    todo: 'Read the Blueprint; its map names the nodes.',
  },
  invalidMap: {
    status: 400,
    title: 'The rules or the map can’t be used as they are',
    todo: 'Look at `issues`: each names the node and what is wrong there.',
  },
  unknownUser: {
    status: 400,
    title: 'The user does not exist',
    todo: 'Use the id of a user from `GET /api/v1/users`.',
  },
  unknownBlueprint: {
    status: 400,
    title: 'The Blueprint does not exist',
    todo: 'Use the id of a Blueprint from `GET /api/v1/blueprints`.',
  },
  unknownLibraryItem: {
    status: 400,
    title: 'The Library Item does not exist',
    todo: 'Use the id of an item from `GET /api/v1/library-items`.',
  },
  invalidCsv: {
    status: 400,
    title: 'The file is not a CSV file with a header line',
    todo: 'Save it as CSV, with the names of the columns in the first line.',
  },
  serialTaken: {
    status: 409,
    title: 'Another device has this serial number',
    todo: 'Change that device, or correct the serial number.',
  },
  versionConflict: {
    status: 409,
    title: 'Somebody else saved meanwhile',
    todo: 'Read the present version, make your change to it, and save again.',
  },
  blueprintHasDevices: {
    status: 409,
    title: 'The Blueprint still has devices',
    todo: 'Move its devices to another Blueprint first.',
  },
  blueprintInRouting: {
    status: 409,
    title: 'Blueprint Routing leads to this Blueprint',
    todo: 'Change Blueprint Routing first.',
  },
  itemInUse: {
    status: 409,
    title: 'The Library Item is on an Assignment Map',
    todo: 'Take it off the Blueprints that `detail` names first.',
  },
  fileTooLarge: {
    status: 413,
    title: 'The file is too large',
    todo: 'Give the item a reference to where the file is kept instead.',
  },
} as const;
