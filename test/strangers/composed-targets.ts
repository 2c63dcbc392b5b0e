/** Targets that are wrong in ten or more places, as young emulators, gateways and forks are. */
import type { ProxyRule } from './proxy-rules.ts'

export interface ComposedTarget {
  readonly name: string
  /** Faults of the emulator. Each violates the requirement that it is listed with. */
  readonly faults: readonly string[]
  readonly interpretations?: readonly string[]
  readonly rules: readonly ProxyRule[]
  /** Requirements that the rules violate, besides those of the faults. */
  readonly violates: readonly string[]
  /** Violated requirements that no client can judge because of another violation: requirement → the one to blame. */
  readonly masked?: Readonly<Record<string, string>>
  /** Requirements that may fail besides: requirement → why. */
  readonly alsoRed?: Readonly<Record<string, string>>
  /** Operations that do not exist: the requirements about them alone may stay undecided. */
  readonly missing?: readonly string[]
}

export const composedTargets: readonly ComposedTarget[] = [
  {
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
    ],
    rules: [],
    violates: [],
    alsoRed: {
      'groups.add.attaches':
        'The groups that an update loses are charged to the requirement about adding them, when a later response lacks them.',
    },
  },
  {
    name: 'one that accepts everything',
    faults: [
      'flavors-bad-query-accepted',
      'keypairs-wrapper-optional',
      'keypairs-name-null-accepted',
      'keypairs-name-optional',
      'keypairs-name-limit-ignored',
      'keypairs-duplicate-accepted',
      'keypairs-bad-key-accepted',
      'servers-list-bad-query-accepted',
      'servers-detail-bad-query-accepted',
      'create-wrapper-optional',
      'create-name-optional',
      'create-name-null-accepted',
      'create-flavor-optional',
      'create-image-optional',
      'create-networks-optional',
      'create-block-device-optional',
      'create-user-data-unchecked',
      'create-user-data-unlimited',
      'create-metadata-unlimited',
      'create-personality-unchecked',
      'create-windows-ram-unchecked',
      'create-root-minimum-unchecked',
      'actions-unchecked',
      'actions-unknown-accepted',
      'start-in-any-state',
      'stop-in-any-state',
      'reboot-type-unchecked',
      'reboot-object-optional',
      'resize-object-optional',
      'resize-flavor-optional',
      'resize-same-flavor-accepted',
      'resize-disk-config-unchecked',
      'create-image-of-any-flavor',
      'create-image-name-optional',
      'add-group-object-optional',
      'add-group-name-optional',
      'remove-group-name-optional',
      'attach-wrapper-optional',
      'attach-volume-id-optional',
      'attach-accepts-unknown',
      'detach-twice-accepted',
      'delete-twice-accepted',
      'keypairs-delete-twice-accepted',
    ],
    rules: [],
    violates: [],
    alsoRed: {
      'servers.state.governs-actions':
        'A resize to the same flavor is accepted, also while the first one is in progress.',
    },
  },
]
