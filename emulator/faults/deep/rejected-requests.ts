import type { Override } from '../../fault-injection/overrides.ts'
import { newRequestId } from '../../server/request-pipeline.ts'
import { readPublicKey, requireUnusedName } from '../../services/compute/keypairs.ts'
import { groupPolicy, storeGroup } from '../../services/compute/server-groups.ts'
import type { CloudState } from '../../state/cloud-state.ts'
import type { Server } from '../../state/servers.ts'
import { finishDetaching } from '../../transitions/devices.ts'
import { setStopped } from '../../transitions/set-state.ts'
import { type Defect, defineFault, defineStatefulFault, inseparable, ofLaterEdition } from '../define-fault.ts'
import { isObject } from '../edits.ts'
import { mutateResponse } from '../mutators.ts'
import { unusedKey } from '../responses.ts'
import { hasAction } from '../servers/actions.ts'
import { giveDefaultGroup, keepRootOnly } from './conditions.ts'

/** The rejected request: its path, its body, and the key of metadata in its path. */
interface Rejected {
  readonly path: string
  readonly body: unknown
  readonly key: string
}

type Change = (cloud: CloudState, server: Server, rejected: Rejected) => void

/** Changes the server of a request of its tenant that is rejected. */
const afterRejected =
  (operation: string, change: Change, isMeant = (_: unknown) => true) =>
  (): readonly Defect[] => {
    let cloud: CloudState | undefined
    const remember: Override = newRequestId.observe((known) => {
      cloud = known
    })
    const carryOut = mutateResponse(operation, (response, { request, body }) => {
      const [, id = '', key = ''] = /\/servers\/([^/?]+)(?:\/metadata\/([^/?]+))?/.exec(request.url) ?? []
      const server = cloud?.servers.get(id)
      const isRejected = response.status === 400 || response.status === 404
      const isOwn = server !== undefined && request.url.includes(`/${server.tenantId}/`)
      if (cloud && isOwn && isRejected && isMeant(body))
        change(cloud, server, { path: request.url, body, key: decodeURIComponent(key) })
      return response
    })
    return [remember, carryOut]
  }

const metaIn = (body: unknown) => (isObject(body) && isObject(body['meta']) ? body['meta'] : undefined)

const forgetPairs: Change = (_cloud, server) => {
  server.metadata = {}
}

/** Detaches the volumes of a server, unless the request is about one of them: another tenant may have sent it. */
const detachOthers: Change = (cloud, server, { path }) => {
  if (server.attachments.some(({ volumeId }) => path.includes(volumeId))) return
  for (const { volumeId } of server.attachments.filter(({ isRoot }) => !isRoot)) {
    const volume = cloud.volumes.get(volumeId)
    if (volume) finishDetaching(cloud, volume, server.id, cloud.clock.now())
  }
}

const shownByServer = { 'servers.volumes-attached.agrees': 'The server no longer shows the volume, either.' }
const shownMetadata = { 'metadata.set.creates': 'The server no longer shows a pair that was set.' }

/** Faults in which rejected requests have an effect. */
export const rejectedRequestFaults = [
  defineFault(
    'deep-keypair-duplicate-replaces',
    'keypairs.create.imports',
    'The rejected creation of a second keypair of a name replaces the key of the first.',
    requireUnusedName.override((original, call, name) => {
      const { keypairs } = call.cloud
      const pair = keypairs.find(call.user.id, name)
      if (pair !== undefined) keypairs.remove(pair)
      if (pair !== undefined) keypairs.add({ ...pair, publicKey: unusedKey.publicKey })
      original(call, name)
    }),
  ),
  defineFault(
    'deep-keypair-duplicate-deletes',
    'keypairs.show.by-name',
    'The rejected creation of a second keypair of a name deletes the first.',
    requireUnusedName.override((original, call, name) => {
      const pair = call.cloud.keypairs.find(call.user.id, name)
      try {
        original(call, name)
      } finally {
        if (pair !== undefined) call.cloud.keypairs.remove(pair)
      }
    }),
  ),
  defineFault(
    'deep-keypair-bad-key-stored',
    'keypairs.create.bad-key-refused',
    'A keypair whose public key is rejected is listed with another key.',
    readPublicKey.override(async (original, call, fields) => {
      try {
        return await original(call, fields)
      } catch (error) {
        const { cloud, user } = call
        const pair = { name: String(fields['name']), userId: user.id, ...unusedKey, createdAt: cloud.clock.now() }
        if (cloud.keypairs.find(user.id, pair.name) === undefined) cloud.keypairs.add(pair)
        throw error
      }
    }),
  ),
  defineStatefulFault(
    'deep-group-rejected-removal-takes-all',
    'groups.remove.name-required',
    'A rejected removeSecurityGroup leaves a server with the security group default only.',
    afterRejected('servers.action', giveDefaultGroup, hasAction('removeSecurityGroup')),
  ),
  inseparable(
    defineStatefulFault(
      'deep-attach-twice-detaches',
      'attachments.create.twice-refused',
      'A rejected request for an attachment leaves a server with its root volume only.',
      afterRejected('attachments.attach', keepRootOnly),
    ),
    shownByServer,
  ),
  defineStatefulFault(
    'deep-detach-unknown-detaches',
    'attachments.unknown-refused',
    'The rejected detachment of an unknown volume detaches all volumes of the server.',
    afterRejected('attachments.detach', detachOthers),
  ),
  defineStatefulFault(
    'deep-rejected-reboot-stops',
    'servers.state.legal-transitions',
    'A server whose reboot is rejected as malformed is stopped.',
    afterRejected('servers.action', setStopped, hasAction('reboot')),
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-metadata-long-value-stored',
      'metadata.set.limit',
      'A value that is too long is rejected, and its beginning is stored.',
      afterRejected('servers.metadata.set-item', (_cloud, server, { body, key }) => {
        const value = metaIn(body)?.[key]
        if (typeof value === 'string') server.metadata = { ...server.metadata, [key]: value.slice(0, 255) }
      }),
    ),
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-metadata-without-meta-empties',
      'metadata.set.wrapper-required',
      'A PUT of metadata without meta is rejected and removes all pairs.',
      afterRejected('servers.metadata.set-item', forgetPairs, (body) => metaIn(body) === undefined),
    ),
  ),
  inseparable(
    ofLaterEdition(
      defineStatefulFault(
        'deep-metadata-unknown-deletion-empties',
        'metadata.unknown-refused',
        'The rejected deletion of a key that a server does not have removes all pairs.',
        afterRejected('servers.metadata.delete-item', forgetPairs),
      ),
    ),
    shownMetadata,
  ),
  ofLaterEdition(
    defineFault(
      'deep-server-groups-affinity-stored',
      'server-groups.create.only-anti-affinity',
      'A server group with the policy affinity is rejected, and then listed.',
      groupPolicy.override((original, call, value) => {
        const { cloud, user, body } = call
        const fields = isObject(body) && isObject(body['server_group']) ? body['server_group'] : {}
        const group = { id: cloud.random.uuid(), name: String(fields['name']), tenantId: user.tenant.id, members: [] }
        if (value === 'affinity') storeGroup(call, { ...group, policy: 'affinity' })
        return original(call, value)
      }),
    ),
  ),
]
