import type { Defect } from '../faults/define-fault.ts'
import { type Edit, without } from '../faults/edits.ts'
import { mutateBody, mutateServer, mutateServerReads } from '../faults/mutators.ts'
import { findInterpretation } from '../interpretations/index.ts'
import { groupPolicy } from '../services/compute/server-groups.ts'
import { choice } from '../validation/fields.ts'
import { blockDeviceChanges } from './block-devices.ts'
import { listChanges } from './lists.ts'

/** The interpretations of the first edition that this one makes explicit. */
const settled = ['no-request-ids', 'zones-without-hosts', 'image-id-in-location-only']

const withoutDiskConfig: Edit = without('OS-DCF:diskConfig')

/** Adds the property by which the vendor marks the family of a flavor, besides its name. */
const withExtraSpecs: Edit = (flavor) => ({
  ...flavor,
  extra_specs: { flavor_type: String(flavor['name']).startsWith('u') ? 'local' : 'general' },
})

const withVendorAttributes: Edit = (server) => ({
  ...server,
  'NHN-EXT-ATTR:ephemeral_disk_size': 0,
  'NHN-EXT-ATTR:protect': false,
})

/** Returns the changes of edition 2026-05 to the behaviour of the first edition. Called for each emulator. */
export const changesSince2020 = (): readonly Defect[] => [
  ...settled.flatMap((name) => findInterpretation(name).createChanges()),
  mutateServer(withoutDiskConfig),
  mutateBody('servers.create', 'server', withoutDiskConfig),
  mutateBody('flavors.detail', 'flavors.*', withExtraSpecs),
  mutateServerReads(withVendorAttributes),
  ...blockDeviceChanges,
  ...listChanges,
  groupPolicy.override((_original, _call, value) => choice(value, 'policies', ['anti-affinity'])),
]
