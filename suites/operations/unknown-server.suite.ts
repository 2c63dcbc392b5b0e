/**
 * All operations on a server, for one that does not exist.
 */
import { type CallOptions, describe, isRejected, test, verifies } from '#harness'
import type { OperationId } from '#model'
import { orNone } from '../support/or-none.ts'
import { nonexistentId, rejectedWith } from '../support/rejections.ts'
import { attachToAbsent } from '../support/volume-attachment.ts'

const path = { serverId: nonexistentId, volumeId: nonexistentId }

const calls: readonly (readonly [OperationId, CallOptions])[] = [
  ['showServer', { path }],
  ['listVolumeAttachments', { path }],
  ['showVolumeAttachment', { path }],
  ['updateServer', { path, body: { server: { name: 'absent' } } }],
  ['deleteServer', { path }],
  ['detachVolume', { path }],
  ['listServerMetadata', { path }],
]

const actions = (flavorRef: string, imageName: string): readonly Readonly<Record<string, unknown>>[] => [
  { 'os-start': null },
  { 'os-stop': null },
  { reboot: { type: 'HARD' } },
  { resize: { flavorRef } },
  { createImage: { name: imageName, metadata: {} } },
  { addSecurityGroup: { name: 'default' } },
  { removeSecurityGroup: { name: 'default' } },
]

describe('A server that does not exist', () => {
  test.for(calls)(
    'is rejected by %s',
    verifies('servers.unknown-refused', 'servers.unknown-status'),
    async ([operation, call], { compute, target, verify, skip }) => {
      const isDescribed = operation !== 'listServerMetadata' || target.edition !== '2020-03'
      const response = isDescribed ? await orNone(compute.call(operation, call)) : undefined
      if (!response) return skip('There was no usable response.')

      verify.soft('servers.unknown-refused').isDenied(response, isRejected)
      verify.soft('servers.unknown-status').isDenied(response, rejectedWith(404))
    },
  )

  test(
    'is rejected by attachVolume',
    verifies('servers.unknown-refused', 'servers.unknown-status'),
    async ({ compute, verify, skip }) => {
      const response = await orNone(attachToAbsent(compute, path))
      if (!response) return skip('There was no usable response.')

      verify.soft('servers.unknown-refused').isDenied(response, isRejected)
      verify.soft('servers.unknown-status').isDenied(response, rejectedWith(404))
    },
  )

  test(
    'is rejected by every action',
    verifies('servers.unknown-refused', 'servers.unknown-status'),
    async ({ compute, resources, build, verify }) => {
      for (const body of actions(resources.flavor ?? '1', build.name('absent'))) {
        const response = await orNone(compute.call('actOnServer', { path: { serverId: nonexistentId }, body }))
        if (!response) continue

        verify.soft('servers.unknown-refused').isDenied(response, isRejected)
        verify.soft('servers.unknown-status').isDenied(response, rejectedWith(404))
      }
    },
  )

  test(
    'is rejected under an id that is not a UUID',
    verifies('servers.unknown-refused'),
    async ({ compute, verify, skip }) => {
      // The document describes no request with such an id.
      const shown = await orNone(compute.call('showServer', { path: { serverId: 'no-such-server' }, isInvalid: true }))
      if (!shown) return skip('There was no usable response.')
      verify('servers.unknown-refused').isDenied(shown, isRejected)
    },
  )
})
