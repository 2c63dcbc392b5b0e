/**
 * Requests that cannot be understood: a client is told so, and nothing comes of them.
 */
import { describe, test, verifies } from '#harness'
import { nonexistentId } from '../support/unauthorized-caller.ts'

const noJson = ['{"keypair": {"name": ', 'name=conformance', '{"server": {,}}']

describe('Requests that are no JSON', () => {
  for (const operation of ['createKeypair', 'createServer', 'actOnServer'] as const) {
    test(
      `are answered 400 by ${operation}`,
      verifies('errors.malformed-json'),
      async ({ given, has, compute, verify }) => {
        const isOfServer = operation === 'actOnServer' && has('server')
        const path = { serverId: isOfServer ? (await given.server()).id : nonexistentId }

        for (const rawBody of noJson) {
          const response = await compute.call(operation, { path, rawBody })

          verify.soft('errors.malformed-json').hasListedStatus(response)
        }
      },
    )
  }
})

describe('Requests to nowhere', () => {
  test(
    'are answered 404 or 405 on an unknown path',
    verifies('errors.unknown-route'),
    async ({ compute, target, verify }) => {
      for (const path of [
        'no-such-resource',
        'servers/detail/no-such-resource/twice',
        `servers/${nonexistentId}/action`,
      ]) {
        const url = `${target.computeUrl}/${target.tenant}/${path}`
        const response = await compute.request({ method: 'GET', url })

        verify.soft('errors.unknown-route').hasListedStatus(response)
      }
    },
  )

  test(
    'are answered 404 or 405 for an unknown method',
    verifies('errors.unknown-route'),
    async ({ compute, target, verify }) => {
      for (const [method, path] of [
        ['PUT', 'servers'],
        ['PATCH', `servers/${nonexistentId}`],
        ['DELETE', 'flavors'],
      ] as const) {
        const url = `${target.computeUrl}/${target.tenant}/${path}`
        const response = await compute.request({ method, url, ...(method === 'DELETE' ? {} : { body: {} }) })

        verify.soft('errors.unknown-route').hasListedStatus(response)
      }
    },
  )
})
