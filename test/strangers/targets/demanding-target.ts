import { createdServerOf, respond, respondingTo } from '../proxy-rules.ts'
import type { ComposedTarget } from './composed-target.ts'

const demanded = [
  'key_name',
  'metadata',
  'security_groups',
  'user_data',
  'availability_zone',
  'block_device_mapping_v2',
  'min_count',
]

/** A target whose create requests need fields that the document calls optional, with faults in other operations, too. */
export const demandingTarget: ComposedTarget = {
  name: 'one that demands every optional field',
  seed: { zones: ['kr-pub-a', 'kr-pub-b', 'kr-pub-c'] },
  rules: () => [
    // The connection breaks at every update, and no server can be created in the zone that no configuration names.
    respondingTo('PUT', /^\/servers\/[^/]+$/, () => 'reset'),
    respondingTo('POST', '/servers', ({ body }) =>
      body.includes('"availability_zone":"kr-pub-b"')
        ? respond(400, { badRequest: { code: 400, message: 'The requested availability zone is not available' } })
        : undefined,
    ),
    {
      intercept(request) {
        const server = createdServerOf(request)
        const missing = demanded.find((name) => server !== undefined && server[name] === undefined)
        const message = `Invalid input: '${missing}' is a required property`
        return missing === undefined ? undefined : respond(400, { badRequest: { code: 400, message } })
      },
    },
  ],
  faults: [
    'flavors-min-ram-ignored',
    'keypairs-delete-answers-body',
    'keypairs-fingerprint-differs',
    'servers-list-status-ignored',
    'servers-detail-name-ignored',
    'start-answers-body',
    'reboot-type-unchecked',
    'resize-keeps-flavor',
    'add-group-does-nothing',
    'remove-group-takes-all',
    'attachments-limit-ignored',
    'create-image-name-ignored',
  ],
  missing: ['updateServer'],
  violates: [
    'servers.update.renames',
    'servers.create.default-group',
    'servers.create.zone-chosen',
    'zones.usable-on-create',
  ],
}
