/**
 * Requests: GET and DELETE need no body, and unknown query parameters are ignored.
 */
import { isDeepStrictEqual } from 'node:util'
import {
  type ApiResponse,
  assume,
  assumeSuccess,
  type ComputeClient,
  containsItem,
  describe,
  hasValueMatching,
  isSuccess,
  type RequirementAssertion,
  test,
  verifies,
} from '#harness'
import type { OperationId } from '#model'
import { publicKeys, showNewKeypair } from '../support/keypairs.ts'
import { orNone } from '../support/or-none.ts'
import { idsIn } from '../support/pagination.ts'
import { nonexistentId } from '../support/rejections.ts'
import { listReader, narrowToServers, plainList, serversPointer } from '../support/servers/server-list.ts'

type Path = Readonly<Record<string, string>>

/**
 * Tells whether a request failed because it has no body: the same request with one succeeds, or fails only because the resource does
 * not exist. Where the resource existed, the request without a body may have deleted it, whatever its status. In all other cases the
 * operation itself does not work, which another requirement covers.
 */
async function failedWithoutBody(
  compute: ComputeClient,
  operation: OperationId,
  path: Path,
  withoutBody: ApiResponse,
): Promise<boolean> {
  const withBody = await compute.call(operation, { path, rawBody: '{}' })
  const isForResource = withBody.status === 404 && Object.values(path).includes(nonexistentId)
  return withBody.status !== withoutBody.status && (withBody.isSuccess || isForResource)
}

/** Verifies that the operation works without a body. Returns false when it does not work with one either, so that nothing is verified. */
async function verifyWorksWithoutBody(
  assertion: RequirementAssertion,
  compute: ComputeClient,
  operation: OperationId,
  path: Path,
): Promise<boolean> {
  const response = await compute.call(operation, { path })
  // A target may return an empty list as 404, with or without a body.
  if (response.status === 404) return false
  if (!response.isSuccess && !(await failedWithoutBody(compute, operation, path, response))) return false
  assertion.isSuccess(response)
  return true
}

const notWorking = 'The operation does not work with a body either.'

const missingBodyStatuses = [400, 411, 415, 422]

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
    test(
      `are accepted by ${operation}`,
      verifies('conventions.no-request-body'),
      async ({ given, has, compute, verify, skip }) => {
        const needsServer = operation === 'showServer' || operation === 'listVolumeAttachments'
        const server = needsServer && has('server') ? await orNone(given.server()) : undefined
        const path = { serverId: server?.id ?? nonexistentId }

        const assertion = verify('conventions.no-request-body')
        if (!(await verifyWorksWithoutBody(assertion, compute, operation, path))) skip(notWorking)
      },
    )
  }

  test(
    'are accepted by showKeypair and deleteKeypair',
    verifies('conventions.no-request-body'),
    async ({ given, compute, verify, skip }) => {
      const keypair = await orNone(given.keypair({ public_key: publicKeys[0] }))
      const path = { keypairName: keypair?.name ?? nonexistentId }
      if (keypair) await showNewKeypair(compute, keypair.name)
      let isAnyVerified = false

      for (const operation of ['showKeypair', 'deleteKeypair'] as const)
        if (await verifyWorksWithoutBody(verify('conventions.no-request-body'), compute, operation, path))
          isAnyVerified = true
      if (!isAnyVerified) skip(notWorking)
    },
  )

  test(
    'are not rejected for the missing body when the resource does not exist',
    verifies('conventions.no-request-body'),
    async ({ compute, verify }) => {
      const path = { serverId: nonexistentId, volumeId: nonexistentId }

      for (const operation of ['deleteServer', 'showVolumeAttachment', 'detachVolume'] as const) {
        const response = await compute.call(operation, { path })

        const isForMissingBody =
          missingBodyStatuses.includes(response.status) && (await failedWithoutBody(compute, operation, path, response))
        verify('conventions.no-request-body').holds(!isForMissingBody, response, {
          message: `${operation} without a body was rejected with ${response.status}, but not the same request with a body.`,
          at: 'status',
          expected: 'the status of a resource that does not exist',
          actual: String(response.status),
        })
      }
    },
  )
})

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) ?? '').localeCompare(JSON.stringify(b) ?? '')

/** Returns a value with sorted members and elements, because the document does not define their order. */
function inOwnOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOwnOrder).sort(byText)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([name, member]) => [name, inOwnOrder(member)])
    .sort(byText)
}

const flavorsIn = (list: ApiResponse): unknown => inOwnOrder(list.array('body/flavors'))

describe('Unknown query parameters', () => {
  test(
    'do not change the list of flavors',
    verifies('conventions.unknown-parameters-ignored'),
    async ({ compute, verify }) => {
      const list = async (query = {}) => compute.call('listFlavors', { query })
      const [before, response, after] = [await list(), await list({ 'x-unknown': 'anything' }), await list()]

      assumeSuccess(before, 'The flavors cannot be listed.', 'flavors.list.answers')
      assume(isDeepStrictEqual(flavorsIn(before), flavorsIn(after)), 'The list of flavors changed during the test.')
      const isSame = hasValueMatching('body/flavors', 'the same flavors as without it', () =>
        isDeepStrictEqual(flavorsIn(response), flavorsIn(before)),
      )
      verify.soft('conventions.unknown-parameters-ignored').matches(response, isSuccess, isSame)
    },
  )

  for (const [operation, elements] of [
    ['listKeypairs', 'body/keypairs'],
    ['listAvailabilityZones', 'body/availabilityZoneInfo'],
    ['listVolumeAttachments', 'body/volumeAttachments'],
  ] as const) {
    test(
      `do not empty the list of ${operation}`,
      verifies('conventions.unknown-parameters-ignored'),
      async ({ given, has, compute, verify, skip }) => {
        if (operation === 'listKeypairs') await orNone(given.keypair({ public_key: publicKeys[0] }))
        const needsServer = operation === 'listVolumeAttachments'
        const server = needsServer && has('server') ? await orNone(given.server()) : undefined
        if (needsServer && !server) return skip('No server could be created for the list.')
        const list = (query = {}) => compute.call(operation, { path: { serverId: server?.id ?? '' }, query })
        const [before, response, after] = [await list(), await list({ 'x-unknown': 'anything' }), await list()]

        // Other requirements cover a list that does not work.
        if (!before.isSuccess || !after.isSuccess) return skip('The list does not work without the parameter either.')
        const isFilled = [before, after].every((one) => one.array(elements).length > 0)
        const isSame = hasValueMatching(elements, 'some elements, as without it', (value) => {
          return !isFilled || !Array.isArray(value) || value.length > 0
        })
        verify.soft('conventions.unknown-parameters-ignored').matches(response, isSuccess, isSame)
      },
    )
  }

  test(
    'do not change the list of servers',
    verifies('conventions.unknown-parameters-ignored'),
    async ({ given, has, compute, verify }) => {
      const read = listReader(compute, plainList)
      const server = has('server') ? await orNone(given.server()) : undefined
      const narrow = server ? await narrowToServers(read, [server]) : {}
      const plain = await read(narrow)
      assumeSuccess(plain, 'The servers cannot be listed.', 'servers.list.answers')

      const response = await read({ ...narrow, 'x-unknown': 'anything' })

      const ignored = verify.soft('conventions.unknown-parameters-ignored')
      ignored.isSuccess(response)
      if (server && idsIn(plain, serversPointer).includes(server.id))
        ignored.matches(response, containsItem(serversPointer, 'id', server.id))
    },
  )
})
