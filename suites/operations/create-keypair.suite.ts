/**
 * POST /os-keypairs: the service generates a pair, or imports a public key.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  assumeSuccess,
  describe,
  finalProbes,
  hasValue,
  type Matcher,
  probes,
  test,
  verifies,
} from '#harness'
import {
  hasPublicKey,
  isKeypairList,
  listedKeypairProperties,
  listsKeypair,
  publicKeys,
  showNewKeypair,
} from '../support/keypairs.ts'

/** Matches a response with a private key. The mismatch never contains the value, because it may be a secret. */
const hasPrivateKey: Matcher = (response) => {
  const value = response.at('body/keypair/private_key')
  if (typeof value === 'string' && value.includes('PRIVATE KEY')) return undefined
  return {
    message: 'The service generated a pair and does not return its private key.',
    at: 'body/keypair/private_key',
    expected: 'a private key in PEM',
    actual: value === undefined ? 'nothing' : `another value of type ${typeof value}`,
  }
}

const hasNoPrivateKey: Matcher = (response) => {
  const value = response.at('body/keypair/private_key') ?? null
  if (value === null) return undefined
  return {
    message: 'The service returns a private key although it did not just generate the pair.',
    at: 'body/keypair/private_key',
    expected: 'nothing',
    actual: `a value of type ${typeof value}`,
  }
}

const invalidBodies: readonly (readonly [string, unknown])[] = [
  ['an empty object', {}],
  ['null in place of the object keypair', { keypair: null }],
  ['a list in place of the object keypair', { keypair: [] }],
  ['the properties without their wrapper', { name: 'conformance-unwrapped', public_key: publicKeys[0] }],
]

describe('POST /os-keypairs', () => {
  test(
    'generates a pair without a public_key',
    verifies('keypairs.create.generates'),
    async ({ compute, build, verify }) => {
      const create = () => compute.call('createKeypair', { body: { keypair: { name: build.name('key') } } })
      const responses: readonly [ApiResponse, ApiResponse] = [await create(), await create()]

      for (const response of responses) verify('keypairs.create.generates').isSuccess(response)
      // keypairs.public-key covers a public_key that is missing.
      const keys = responses.map((response) =>
        assumeDefined(
          response.string('body/keypair/public_key'),
          'The response has no public_key.',
          'keypairs.public-key',
        ),
      )
      for (const response of responses) verify('keypairs.create.generates').matches(response, hasPublicKey)
      verify('keypairs.create.generates').holds(keys[0] !== keys[1], responses[1], {
        message: 'The public keys of two generated pairs are equal.',
        at: 'body/keypair/public_key',
        expected: 'two different public keys',
        actual: 'the same public key twice',
      })
    },
  )

  test(
    'returns the private key of a generated pair once, and none with an imported public key',
    verifies('keypairs.create.private-key'),
    async ({ given, compute, verify }) => {
      const { name, response } = await given.keypair()

      assumeDefined(response.at('body/keypair'), 'The response has no keypair.', 'keypairs.create.object')
      verify('keypairs.create.private-key').matches(response, hasPrivateKey)
      const { response: imported } = await given.keypair({ public_key: publicKeys[0] })
      // A service that generated a pair instead has to return its private key; keypairs.create.imports covers that.
      const publicKey = imported.at('body/keypair/public_key')
      assumeDefined(publicKey, 'The response has no public key.', 'keypairs.public-key')
      const isImported = publicKey === publicKeys[0]
      assume(isImported, 'The service returns a different public key.', 'keypairs.create.imports')
      verify('keypairs.create.private-key').matches(imported, hasNoPrivateKey)

      const shown = await showNewKeypair(compute, name)
      assumeSuccess(shown, 'The keypair is not shown.', 'keypairs.show.by-name')
      verify('keypairs.create.private-key').matches(shown, hasNoPrivateKey)
    },
  )

  test('imports a public key unchanged', verifies('keypairs.create.imports'), async ({ compute, build, verify }) => {
    const imports = verify('keypairs.create.imports')
    for (const public_key of publicKeys) {
      const name = build.name('Key')
      const response = await compute.call('createKeypair', { body: { keypair: { name, public_key } } })

      imports.isSuccess(response)
      // keypairs.name and keypairs.public-key cover properties that are missing.
      if (response.string('body/keypair/name') !== undefined)
        imports.matches(response, hasValue('body/keypair/name', name))
      if (response.at('body/keypair/public_key') !== undefined)
        imports.matches(response, hasValue('body/keypair/public_key', public_key))
      const shown = await showNewKeypair(compute, name)
      // keypairs.show.by-name covers a keypair that is not shown.
      const shownKey = shown.isSuccess ? shown.string('body/keypair/public_key') : undefined
      if (shownKey !== undefined) imports.matches(shown, hasValue('body/keypair/public_key', public_key))
      // keypairs.list.answers covers one that is not listed.
      const list = await compute.call('listKeypairs')
      const listedKeys = listedKeypairProperties(list, name, 'public_key')
      imports.holds(listedKeys.length === 0 || listedKeys.includes(public_key), list, {
        message: 'The list has a different public key for an imported keypair.',
        at: 'body/keypairs',
        expected: public_key,
        actual: listedKeys.join(', '),
      })
      if (shownKey !== undefined || listedKeys.length > 0) continue
      assume(!shown.isSuccess, 'The response has no public key.', 'keypairs.public-key')
      assume(shown.status === 404, 'The keypair is not shown.', 'keypairs.show.by-name')
      assume(isKeypairList(list), 'Keypairs can neither be shown nor listed.', 'keypairs.list.answers')
      imports.matches(list, listsKeypair(name))
    }
  })

  for (const [title, body] of invalidBodies) {
    test(
      `rejects ${title}`,
      probes('keypairs.create.keypair-required', 'status.refused-request'),
      async ({ compute, verify }) => {
        const response = await compute.call('createKeypair', { body, isInvalid: true })

        verify.soft('keypairs.create.keypair-required').isRejected(response)
        verify.soft('status.refused-request').hasListedStatus(response)
      },
    )
  }

  for (const [title, keypairOf] of [
    ['an empty keypair', () => ({})],
    ['null as name', () => ({ name: null })],
    ['a number as name', (number: number) => ({ name: number })],
    ['a public key without a name', () => ({ public_key: publicKeys[0] })],
  ] as const) {
    test(
      `rejects ${title}`,
      finalProbes('keypairs.create.name-required', 'status.refused-request'),
      async ({ compute, build, verify }) => {
        const keypair = keypairOf(build.numericName())
        const response = await compute.call('createKeypair', { body: { keypair }, isInvalid: true })

        verify.soft('keypairs.create.name-required').isRejected(response)
        verify.soft('status.refused-request').hasListedStatus(response)
      },
    )
  }

  test(
    'rejects a name that exists already',
    probes('keypairs.create.duplicate-refused'),
    async ({ given, compute, verify }) => {
      const { name } = await given.keypair({ public_key: publicKeys[0] })
      const wasShown = (await showNewKeypair(compute, name)).isSuccess

      for (const keypair of [{ name, public_key: publicKeys[1] }, { name }]) {
        const response = await compute.call('createKeypair', { body: { keypair }, isInvalid: true })

        verify.soft('keypairs.create.duplicate-refused').hasListedStatus(response)
        // The oracle reports a rejected request that changed the keypair, or deleted it so that its name is free.
        const shown = wasShown ? await compute.call('showKeypair', { path: { keypairName: name } }) : response
        if (wasShown && !shown.isSuccess) return
      }
    },
  )

  test(
    'rejects one of two requests for the same name at the same time',
    probes('keypairs.create.duplicate-refused'),
    async ({ compute, build, verify }) => {
      const body = { keypair: { name: build.name('key'), public_key: publicKeys[0] } }
      const create = () => compute.call('createKeypair', { body, isInvalid: true })

      const [first, second] = await Promise.all([create(), create()])

      const accepted = [first, second].filter(({ isSuccess }) => isSuccess)
      assume(accepted.length > 0, 'No keypair was created.', 'keypairs.create.imports')
      verify('keypairs.create.duplicate-refused').holds(accepted.length === 1, second, {
        message: 'Two concurrent requests created two keypairs with the same name.',
        at: 'status',
        expected: '409',
        actual: String(second.status),
      })
    },
  )

  test(
    'rejects a public_key that is not a key',
    finalProbes('keypairs.create.bad-key-refused'),
    async ({ compute, build, verify }) => {
      for (const public_key of ['not a key', 'ssh-rsa bm90LWEta2V5']) {
        const keypair = { name: build.name('key'), public_key }
        const response = await compute.call('createKeypair', { body: { keypair }, isInvalid: true })

        verify.soft('keypairs.create.bad-key-refused').hasListedStatus(response)
      }
      // The oracle reports a rejected keypair in the list.
      await compute.call('listKeypairs')
    },
  )

  test(
    'rejects a name that is empty or longer than 255 characters',
    probes('keypairs.create.name-length'),
    async ({ compute, build, verify }) => {
      for (const name of ['', build.longName(256)]) {
        const response = await compute.call('createKeypair', { body: { keypair: { name } }, isInvalid: true })

        verify.soft('keypairs.create.name-length').hasListedStatus(response)
      }
    },
  )
})
