/**
 * PUT /servers/{serverId}: updates that must be rejected, or that must not change read-only attributes.
 */
import { type ApiResponse, assume, type ComputeClient, describe, finalProbes, hasValue, probes, test } from '#harness'
import { orNone } from '../support/or-none.ts'
import { rejectedAsBadRequest } from '../support/rejections.ts'
import { assumeShown, isUnchanged } from '../support/servers/server-comparison.ts'
import { showRenamed } from '../support/servers/server-state.ts'

/**
 * Renames a server and shows it, because an invalid update without effect proves something only if a valid one has an effect.
 * @throws InconclusiveError when the server cannot be renamed
 */
async function renamed(compute: ComputeClient, serverId: string, name: string): Promise<ApiResponse> {
  const shown = await showRenamed(compute, serverId, name)
  assumeShown(shown)
  assume(shown.at('body/server/name') === name, 'The server cannot be renamed.', 'servers.update.renames')
  return shown
}

describe('PUT /servers/{serverId}, invalid updates', () => {
  test(
    'rejects an update without the object server',
    probes('servers.update.server-required'),
    async ({ given, compute, build, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true, anyStatus: true })).id }
      for (const body of [{}, { name: build.name('unwrapped') }]) {
        const response = await compute.call('updateServer', { path, body, isInvalid: true })
        verify('servers.update.server-required').isRejected(response)
      }
    },
  )

  test(
    'does not change hostId, tenant_id, user_id or flavor',
    probes('servers.update.limited'),
    async ({ given, compute, build, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true, anyStatus: true })).id }
      const before = await renamed(compute, path.serverId, build.name('limited'))

      for (const server of [{ hostId: 'f'.repeat(56) }, { tenant_id: '0'.repeat(32) }, { flavor: { id: 'none' } }])
        await compute.call('updateServer', { path, body: { server }, isInvalid: true })

      const after = await compute.call('showServer', { path })
      assumeShown(after)
      for (const pointer of [
        'body/server/hostId',
        'body/server/tenant_id',
        'body/server/user_id',
        'body/server/flavor',
      ])
        verify('servers.update.limited').matches(after, hasValue(pointer, before.at(pointer)))
    },
  )

  test(
    'rejects a name that is empty or too long, and keeps the old one',
    probes('servers.update.name-length'),
    async ({ given, compute, build, verify, target }) => {
      const path = { serverId: (await given.server({ exclusive: true, anyStatus: true })).id }
      // A value that a rejected update could clear.
      if (target.edition === '2020-03')
        await orNone(compute.call('updateServer', { path, body: { server: { accessIPv4: '192.0.2.60' } } }))
      const kept = build.name('kept')
      const before = await showRenamed(compute, path.serverId, kept)
      // Where no update succeeds, an unchanged name and a rejection prove nothing.
      const isRenamed = before.string('body/server/name') === kept

      const nameLength = verify.soft('servers.update.name-length')
      for (const name of [build.longName(256), '']) {
        const response = await compute.call('updateServer', { path, body: { server: { name } }, isInvalid: true })
        nameLength.hasListedStatus(response)
        // After a success the server needs a name by which cleanup can identify it.
        if (response.isSuccess)
          await compute.call('updateServer', { path, body: { server: { name: build.name('renamed') } } })
        else if (isRenamed) nameLength.matches(await compute.call('showServer', { path }), isUnchanged(before))
      }
    },
  )

  test(
    'rejects an invalid body with 400 or 422',
    finalProbes('status.refused-request'),
    async ({ given, compute, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true, anyStatus: true })).id }

      for (const body of [{}, { server: { name: 5 } }]) {
        const response = await compute.call('updateServer', { path, body, isInvalid: true })

        verify.soft('status.refused-request').isDenied(response, rejectedAsBadRequest)
      }
    },
  )
})
