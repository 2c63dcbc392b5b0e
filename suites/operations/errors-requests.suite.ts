/**
 * Requests that the target cannot interpret: malformed JSON, unknown paths and methods. A method that a server implements for no path is
 * rejected with 501 (RFC 9110, section 9.1), one that it implements for other paths with 405.
 */
import { describe, hasStatus, probes, test, verifies } from '#harness'
import { type OperationId, operationsUrl } from '#model'
import { orNone } from '../support/or-none.ts'
import { isMissingRoute, nonexistentId } from '../support/rejections.ts'

/** The operations that take a body, each with others that are tried with one malformed body only. */
const operationsWithBody = [
  { operation: 'createKeypair', others: [], laterOthers: ['createServerGroup'] },
  { operation: 'createServer', others: [], laterOthers: [] },
  { operation: 'actOnServer', others: ['updateServer', 'attachVolume'], laterOthers: ['setServerMetadata'] },
] as const

const malformedBodies = ['{"keypair": {"name": ', 'name=conformance', '{"server": {,}}'] as const

describe('Malformed JSON', () => {
  for (const { operation, others, laterOthers } of operationsWithBody) {
    test(
      `is rejected by ${operation}`,
      probes('errors.malformed-json'),
      async ({ given, has, compute, target, verify, skip }) => {
        const needsServer = operation === 'actOnServer'
        const server = needsServer && has('server') ? await orNone(given.server({ exclusive: true })) : undefined
        // A target may look for the server first.
        if (needsServer && server === undefined) return skip('No server could be created for an action.')
        const path = { serverId: server?.id ?? nonexistentId, key: 'conformance' }
        const verifyRejected = async (operationId: OperationId, rawBody: string) => {
          const response = await compute.call(operationId, { path, rawBody, isInvalid: true })
          // Other requirements cover an operation that the target does not offer, or offers at another path.
          const isOffered = operationId === operation || !isMissingRoute(response)
          if (isOffered) verify.soft('errors.malformed-json').hasListedStatus(response)
        }

        for (const rawBody of malformedBodies) await verifyRejected(operation, rawBody)
        const [truncated] = malformedBodies
        for (const other of [...others, ...(target.edition === '2020-03' ? [] : laterOthers)])
          await verifyRejected(other, truncated)
      },
    )
  }
})

describe('Unknown routes', () => {
  test(
    'are rejected with 404 or 405 for an unknown path',
    verifies('errors.unknown-route'),
    async ({ compute, target, verify }) => {
      for (const path of [
        'no-such-resource',
        'servers/detail/no-such-resource/twice',
        `servers/${nonexistentId}/action`,
      ]) {
        const url = `${operationsUrl(target)}/${path}`
        const response = await compute.request({ method: 'GET', url })

        verify.soft('errors.unknown-route').hasListedStatus(response)
      }
    },
  )

  test(
    'are rejected with 404 or 405 for an unknown method, or with 501 for PATCH, which no path has',
    verifies('errors.unknown-route'),
    async ({ compute, target, verify }) => {
      for (const [method, path, ...alsoListed] of [
        ['PUT', 'servers'],
        ['PATCH', `servers/${nonexistentId}`, 501],
        ['DELETE', 'flavors'],
      ] as const) {
        const url = `${operationsUrl(target)}/${path}`
        const body = method === 'DELETE' && !compute.run.traits.demandsBody ? {} : { body: {} }
        const response = await orNone(compute.request({ method, url, ...body }))

        if (response) verify.soft('errors.unknown-route').isDenied(response, hasStatus(404, 405, ...alsoListed))
      }
    },
  )
})
