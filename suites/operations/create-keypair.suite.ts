/**
 * POST /os-keypairs: a client lets the service make a pair of keys, or registers a public key of its own.
 */
import {
  type ApiResponse,
  allOf,
  assume,
  assumeDefined,
  describe,
  hasValue,
  isSuccess,
  type Matcher,
  test,
  verifies,
} from '#harness'
import { memberInList } from '../support/keypairs.ts'
import { isPublicKey, publicKeys } from '../support/ssh-keys.ts'

/** What was sent as a private key never gets into a finding. */
const privateKey: Matcher = (response) => {
  const value = response.at('body/keypair/private_key')
  if (typeof value === 'string' && value.includes('PRIVATE KEY')) return undefined
  return {
    message: 'The service generated a pair and keeps its private key to itself.',
    at: 'body/keypair/private_key',
    expected: 'a private key in PEM',
    actual: value === undefined ? 'nothing' : `something else: ${typeof value}`,
  }
}

const noPrivateKey: Matcher = (response) => {
  const value = response.at('body/keypair/private_key') ?? null
  if (value === null) return undefined
  return {
    message: 'A private key is returned that the service did not just generate.',
    at: 'body/keypair/private_key',
    expected: 'nothing',
    actual: `a value of type ${typeof value}`,
  }
}

const incomplete: readonly (readonly [string, unknown])[] = [
  ['an empty object', {}],
  ['null in place of the object', { keypair: null }],
  ['a list in place of the object', { keypair: [] }],
  ['the members without their wrapper', { name: 'conformance-unwrapped', public_key: publicKeys[0] }],
]

describe('POST /os-keypairs', () => {
  test(
    'generates a pair when no public_key is given',
    verifies('keypairs.create.generates'),
    async ({ compute, build, verify }) => {
      const create = () => compute.call('createKeypair', { body: { keypair: { name: build.name('key') } } })
      const responses: readonly [ApiResponse, ApiResponse] = [await create(), await create()]

      for (const response of responses) verify('keypairs.create.generates').isSuccess(response)
      // A public_key that is not there at all breaks the statement about that field.
      const keys = responses.map((response) =>
        assumeDefined(response.string('body/keypair/public_key'), 'The answer has no public_key to look at.'),
      )
      verify('keypairs.create.generates').holds(keys.every(isPublicKey) && keys[0] !== keys[1], responses[1], {
        message: 'The public keys of two generated pairs are not what they should be.',
        at: 'body/keypair/public_key',
        expected: 'public keys in the format of SSH, each another',
        actual: keys.join(' and '),
      })
    },
  )

  test(
    'returns the private key of a generated pair, once',
    verifies('keypairs.create.private-key'),
    async ({ given, compute, verify }) => {
      const { name, response } = await given.keypair()

      assumeDefined(response.at('body/keypair'), 'The answer has no keypair to look at.')
      verify('keypairs.create.private-key').matches(response, privateKey)
      const shown = await compute.call('showKeypair', { path: { keypairName: name } })
      verify('keypairs.create.private-key').matches(shown, noPrivateKey)
    },
  )

  test(
    'returns no private key with an imported one',
    verifies('keypairs.create.private-key'),
    async ({ given, verify }) => {
      const { response } = await given.keypair({ public_key: publicKeys[0] })
      // A service that made a pair all the same does right to hand it out; what it did with the key is judged below.
      const imported = response.at('body/keypair/public_key') === publicKeys[0]
      assume(imported, 'The service answers with another public key.')

      verify('keypairs.create.private-key').matches(response, noPrivateKey)
    },
  )

  test(
    'registers a given public key unchanged',
    verifies('keypairs.create.imports'),
    async ({ compute, build, verify, timeouts }) => {
      for (const public_key of publicKeys) {
        const name = build.name('key')
        const response = await compute.call('createKeypair', { body: { keypair: { name, public_key } } })

        verify('keypairs.create.imports').isSuccess(response)
        if (response.string('body/keypair/name') !== undefined)
          verify('keypairs.create.imports').matches(response, hasValue('body/keypair/name', name))
        // Without a public_key in the answer another statement is broken; the keypair itself still tells.
        if (response.at('body/keypair/public_key') !== undefined)
          verify('keypairs.create.imports').matches(response, hasValue('body/keypair/public_key', public_key))
        const show = () => compute.call('showKeypair', { path: { keypairName: name } })
        const shown = await show()
        const isShown = !shown.isSuccess || shown.string('body/keypair/public_key') !== undefined
        assume(isShown, 'The keypair is shown without a public_key to look at.')
        const same = allOf(isSuccess, hasValue('body/keypair/public_key', public_key))
        await verify('keypairs.create.imports').eventually(show, same, timeouts.propagation)
        // One that is not listed, or without its key, breaks the statement about the list.
        const listed = await compute.call('listKeypairs')
        const key = memberInList(listed, name, 'public_key')
        verify('keypairs.create.imports').holds(typeof key !== 'string' || key === public_key, listed, {
          message: 'The list gives an imported keypair another public key.',
          at: 'body/keypairs',
          expected: public_key,
          actual: String(key),
        })
      }
    },
  )

  for (const [what, body] of incomplete) {
    test(
      `refuses ${what}`,
      verifies('keypairs.create.keypair-required', 'status.refused-request'),
      async ({ compute, verify }) => {
        const response = await compute.call('createKeypair', { body })

        verify('keypairs.create.keypair-required').isRejected(response)
        verify.soft('status.refused-request').hasListedStatus(response)
      },
    )
  }

  for (const [what, keypair] of [
    ['nothing in the wrapper', {}],
    ['null for a name', { name: null }],
    ['a number for a name', { name: 5 }],
    ['a public key without a name', { public_key: publicKeys[0] }],
  ] as const) {
    test(
      `refuses ${what}`,
      verifies('keypairs.create.name-required', 'status.refused-request'),
      async ({ compute, verify }) => {
        const response = await compute.call('createKeypair', { body: { keypair } })

        verify('keypairs.create.name-required').isRejected(response)
        verify.soft('status.refused-request').hasListedStatus(response)
      },
    )
  }

  test(
    'refuses a name that is taken',
    verifies('keypairs.create.duplicate-refused'),
    async ({ given, compute, verify }) => {
      const { name } = await given.keypair({ public_key: publicKeys[0] })

      for (const keypair of [{ name }, { name, public_key: publicKeys[1] }]) {
        const response = await compute.call('createKeypair', { body: { keypair } })

        verify.soft('keypairs.create.duplicate-refused').hasListedStatus(response)
      }
    },
  )

  test(
    'refuses a public_key that is no key',
    verifies('keypairs.create.bad-key-refused'),
    async ({ compute, build, verify }) => {
      for (const public_key of ['not a key', 'ssh-rsa bm90LWEta2V5']) {
        const keypair = { name: build.name('key'), public_key }
        const response = await compute.call('createKeypair', { body: { keypair } })

        verify.soft('keypairs.create.bad-key-refused').hasListedStatus(response)
      }
    },
  )

  test(
    'refuses a name that is empty or longer than 255 characters',
    verifies('keypairs.create.name-length'),
    async ({ compute, build, verify }) => {
      for (const name of ['', build.longName(256)]) {
        const response = await compute.call('createKeypair', { body: { keypair: { name } } })

        verify.soft('keypairs.create.name-length').hasListedStatus(response)
      }
    },
  )
})
