/**
 * GET /os-keypairs/{keypairName}: a keypair by its name.
 */
import { type ApiResponse, allOf, assume, describe, hasValue, isSuccess, test, verifies } from '#harness'
import { listedKeypairProperty, publicKeys } from '../support/keypairs.ts'

interface KeypairResponses {
  readonly create: ApiResponse
  readonly show: ApiResponse
  readonly list: ApiResponse
}

/** The fingerprints by response. keypairs.fingerprint covers one that is missing or not a string, which is left out. */
function fingerprintsIn({ create, show, list }: KeypairResponses, name: string): ReadonlyMap<string, string> {
  const values = [
    ['create', create.at('body/keypair/fingerprint')],
    ['show', show.at('body/keypair/fingerprint')],
    ['list', listedKeypairProperty(list, name, 'fingerprint')],
  ] as const
  return new Map(
    values.flatMap(([source, value]): [string, string][] => (typeof value === 'string' ? [[source, value]] : [])),
  )
}

describe('GET /os-keypairs/{keypairName}', () => {
  test('shows the keypair of the given name', verifies('keypairs.show.by-name'), async ({ given, compute, verify }) => {
    const names = [
      (await given.keypair({ public_key: publicKeys[0] })).name,
      (await given.keypair({ public_key: publicKeys[0] })).name,
    ]

    for (const keypairName of names) {
      const show = () => compute.call('showKeypair', { path: { keypairName } })
      // keypairs.show.object and keypairs.name cover a missing keypair and a missing name.
      const shown = await show()
      assume(!shown.isSuccess || shown.string('body/keypair/name') !== undefined, 'The keypair shows no name.')
      const hasName = allOf(isSuccess, hasValue('body/keypair/name', keypairName))
      await verify('keypairs.show.by-name').eventually(show, hasName)
    }
  })

  for (const [title, body] of [
    ['a generated keypair', {}],
    ['an imported keypair', { public_key: publicKeys[0] }],
  ] as const) {
    test(
      `shows the same fingerprint as create and list for ${title}`,
      verifies('keypairs.fingerprint-agrees'),
      async ({ given, compute, verify }) => {
        const { name, response: create } = await given.keypair(body)

        const show = await compute.call('showKeypair', { path: { keypairName: name } })
        const list = await compute.call('listKeypairs')

        const fingerprints = fingerprintsIn({ create, show, list }, name)
        assume(fingerprints.size > 1, 'Fewer than two responses have the fingerprint.')
        verify('keypairs.fingerprint-agrees').holds(new Set(fingerprints.values()).size === 1, show, {
          message: 'A keypair has different fingerprints in create, show and list.',
          at: 'body/keypair/fingerprint',
          expected: 'the same value in create, show and list',
          actual: [...fingerprints].map(([source, value]) => `${value} in ${source}`).join(', '),
        })
      },
    )
  }

  test(
    'rejects a name that no keypair has',
    verifies('keypairs.unknown-refused', 'status.not-found'),
    async ({ compute, build, verify }) => {
      const response = await compute.call('showKeypair', { path: { keypairName: build.name('absent') } })

      verify('keypairs.unknown-refused').isRejected(response)
      verify.soft('status.not-found').hasListedStatus(response)
    },
  )

  test(
    'rejects a prefix of the name of a keypair',
    verifies('keypairs.unknown-refused'),
    async ({ given, compute, verify }) => {
      const { name } = await given.keypair({ public_key: publicKeys[0] })

      const response = await compute.call('showKeypair', { path: { keypairName: name.replace(/-\d+$/, '') } })

      verify('keypairs.unknown-refused').isRejected(response)
    },
  )
})
