/**
 * Requests: what a client need not send, and what it may send without harm.
 */

import {
  type ApiResponse,
  assume,
  type ComputeClient,
  containsItem,
  describe,
  hasValue,
  isSuccess,
  test,
  verifies,
} from '#harness'
import type { OperationId } from '#model'
import { idsOf } from '../support/pagination.ts'
import { narrowQuery, plainList, reader, servers } from '../support/server-list.ts'
import { publicKeys } from '../support/ssh-keys.ts'
import { nonexistentId } from '../support/unauthorized-caller.ts'

type Path = Readonly<Record<string, string>>

/**
 * A request without a body that fails is at fault for that only if the same request comes further with one; otherwise what is
 * asked for does not work at all, which is another statement's matter.
 */
async function needsBody(
  compute: ComputeClient,
  operation: OperationId,
  path: Path,
  bare: ApiResponse,
): Promise<boolean> {
  const bodied = await compute.call(operation, { path, rawBody: '{}' })
  return bodied.status !== bare.status && (bodied.isSuccess || bodied.status === 404)
}

const statusesOfMissingBody = [400, 411, 415, 422]

describe('Requests without a body', () => {
  for (const operation of [
    'listFlavors',
    'listAvailabilityZones',
    'listKeypairs',
    'listServers',
    'listServersDetail',
    'showServer',
    'listVolumeAttachments',
  ] as const) {
    test(`work for ${operation}`, verifies('conventions.no-request-body'), async ({ given, has, compute, verify }) => {
      const isOfServer = operation === 'showServer' || operation === 'listVolumeAttachments'
      const path: Path =
        isOfServer && has('server') ? { serverId: (await given.server()).id } : { serverId: nonexistentId }

      const response = await compute.call(operation, { path })

      const holds = response.isSuccess || !(await needsBody(compute, operation, path, response))
      if (holds) verify('conventions.no-request-body').pass()
      else verify('conventions.no-request-body').isSuccess(response)
    })
  }

  test(
    'work for showKeypair and deleteKeypair',
    verifies('conventions.no-request-body'),
    async ({ given, compute, verify }) => {
      const path = { keypairName: (await given.keypair({ public_key: publicKeys[0] })).name }

      for (const operation of ['showKeypair', 'deleteKeypair'] as const) {
        const response = await compute.call(operation, { path })

        const holds = response.isSuccess || !(await needsBody(compute, operation, path, response))
        if (holds) verify('conventions.no-request-body').pass()
        else verify('conventions.no-request-body').isSuccess(response)
      }
    },
  )

  test(
    'are understood where nothing is to be shown or deleted',
    verifies('conventions.no-request-body'),
    async ({ compute, verify }) => {
      const path = { serverId: nonexistentId, volumeId: nonexistentId }

      for (const operation of ['deleteServer', 'showVolumeAttachment', 'detachVolume'] as const) {
        const response = await compute.call(operation, { path })

        const complains =
          statusesOfMissingBody.includes(response.status) && (await needsBody(compute, operation, path, response))
        verify('conventions.no-request-body').holds(!complains, response, {
          message: `${operation} complains about the request and not about what it names.`,
          at: 'status',
          expected: 'that nothing is found',
          actual: String(response.status),
        })
      }
    },
  )
})

describe('Unknown parameters', () => {
  test(
    'change nothing in the list of flavors',
    verifies('conventions.unknown-parameters-ignored'),
    async ({ compute, verify }) => {
      const list = async (query = {}) => compute.call('listFlavors', { query })
      const [before, response, after] = [await list(), await list({ 'x-unknown': 'anything' }), await list()]

      assume(before.isSuccess, 'The flavors cannot be listed.')
      assume(before.text === after.text, 'The flavors changed meanwhile.')
      verify
        .soft('conventions.unknown-parameters-ignored')
        .matches(response, isSuccess, hasValue('body/flavors', before.at('body/flavors')))
    },
  )

  test(
    'change nothing in the list of servers',
    verifies('conventions.unknown-parameters-ignored'),
    async ({ given, has, compute, verify }) => {
      const read = reader(compute, plainList)
      const server = has('server') ? await given.server() : undefined
      const bound = server ? await narrowQuery(read, [server]) : {}
      const plain = await read(bound)
      assume(plain.isSuccess, 'The servers cannot be listed.')

      const response = await read({ ...bound, 'x-unknown': 'anything' })

      verify.soft('conventions.unknown-parameters-ignored').isSuccess(response)
      if (server && idsOf(plain, servers).includes(server.id))
        verify.soft('conventions.unknown-parameters-ignored').matches(response, containsItem(servers, 'id', server.id))
    },
  )
})
