import type { ComposedTarget } from './composed-target.ts'

export const fork: ComposedTarget = {
  name: 'a fork',
  faults: [
    'state-verify-misnamed',
    'servers-list-status-ignored',
    'servers-list-flavor-ignored',
    'servers-detail-image-ignored',
    'servers-detail-name-ignored',
    'servers-list-name-literal',
    'servers-list-changes-since-ignored',
    'flavors-min-ram-ignored',
    'attachments-limit-ignored',
    'resize-never-confirmed',
    'update-loses-groups',
    'create-key-name-lost',
    'show-unwrapped',
    'flavors-name-missing',
  ],
  alsoRed: {
    'groups.add.attaches':
      'The groups that an update loses are charged to the requirement about adding them, when a later response lacks them.',
  },
}
