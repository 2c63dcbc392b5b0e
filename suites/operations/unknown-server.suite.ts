/**
 * Operations on a server: what a client may rely on when it names a server that does not exist.
 */

import { type CallOptions, describe, test, verifies } from '#harness'
import type { OperationId } from '#model'
import { rejectedWith } from '../support/rejection-status.ts'

/** Ids that nothing has. */
const serverId = crypto.randomUUID()
const volumeId = crypto.randomUUID()

const reads: readonly (readonly [OperationId, CallOptions])[] = [
  ['showServer', { path: { serverId } }],
  ['listVolumeAttachments', { path: { serverId } }],
  ['showVolumeAttachment', { path: { serverId, volumeId } }],
]

const changes: readonly (readonly [OperationId, CallOptions])[] = [
  ['updateServer', { path: { serverId }, body: { server: { name: 'nobody' } } }],
  ['deleteServer', { path: { serverId } }],
  ['attachVolume', { path: { serverId }, body: { volumeAttachment: { volumeId } } }],
  ['detachVolume', { path: { serverId, volumeId } }],
]

const actions = (flavorRef: string | undefined): readonly Readonly<Record<string, unknown>>[] => [
  { 'os-start': null },
  { 'os-stop': null },
  { reboot: { type: 'HARD' } },
  { resize: { flavorRef } },
  { createImage: { name: 'nobody', metadata: {} } },
  { addSecurityGroup: { name: 'default' } },
  { removeSecurityGroup: { name: 'default' } },
]

describe('A server that does not exist', () => {
  test.for(reads)(
    'cannot be read with %s',
    verifies('servers.unknown-refused', 'servers.unknown-status'),
    async ([operation, call], { compute, verify }) => {
      const response = await compute.call(operation, call)

      verify.soft('servers.unknown-refused').isRejected(response)
      verify.soft('servers.unknown-status').matches(response, rejectedWith(404))
    },
  )

  test.for(changes)(
    'cannot be changed with %s',
    verifies('servers.unknown-refused', 'servers.unknown-status'),
    async ([operation, call], { compute, verify }) => {
      const response = await compute.call(operation, call)

      verify.soft('servers.unknown-refused').isRejected(response)
      verify.soft('servers.unknown-status').matches(response, rejectedWith(404))
    },
  )

  test(
    'can be asked to do nothing',
    verifies('servers.unknown-refused', 'servers.unknown-status'),
    async ({ compute, resources, verify }) => {
      for (const body of actions(resources.flavor ?? '1')) {
        const response = await compute.call('actOnServer', { path: { serverId }, body })

        verify.soft('servers.unknown-refused').isRejected(response)
        verify.soft('servers.unknown-status').matches(response, rejectedWith(404))
      }
    },
  )
})
