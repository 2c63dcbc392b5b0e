import type { ComposedTarget } from './composed-target.ts'

/** One whose actions and updates are accepted where they are valid, and change nothing. */
export const withoutEffects: ComposedTarget = {
  name: 'one without effects',
  faults: [
    'start-does-nothing',
    'stop-does-nothing',
    'reboot-hard-of-stopped-in-vain',
    'resize-keeps-flavor',
    'add-group-does-nothing',
    'remove-group-does-nothing',
    'update-does-nothing',
    'keypairs-delete-does-nothing',
    'flavors-marker-ignored',
    'servers-list-changes-since-ignored',
    'servers-detail-status-ignored',
  ],
  masked: {
    'servers.start.becomes-active': 'servers.stop.becomes-shutoff',
    'servers.reboot.hard-from-shutoff': 'servers.stop.becomes-shutoff',
  },
}
