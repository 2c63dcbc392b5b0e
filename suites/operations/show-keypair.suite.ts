/**
 * GET /os-keypairs/{keypairName}: a keypair by its name.
 */
import {
  type ApiResponse,
  allOf,
  assume,
  describe,
  hasValue,
  hasValueMatching,
  isRejected,
  isSuccess,
  type Matcher,
  test,
  verifies,
} from '#harness'
import { listedKeypairProperties, publicKeys, showNewKeypair } from '../support/keypairs.ts'

interface KeypairResponses {
  readonly create: ApiResponse
  readonly show: ApiResponse
  readonly list: ApiResponse
}

/**
 * Returns the fingerprints by response, without those that are missing or not a string, which keypairs.fingerprint covers. A list may
 * contain keypairs of other users with the same name: it agrees when one of them does.
 */
function fingerprintsIn({ create, show, list }: KeypairResponses, name: string): ReadonlyMap<string, string> {
  const [created, shown] = [create, show].map((response) => response.string('body/keypair/fingerprint'))
  const inList = listedKeypairProperties(list, name, 'fingerprint')
  const listed = inList.find((value) => value === (created ?? shown)) ?? inList[0]
  const values = [
    ['create', created],
    ['show', shown],
    ['list', listed],
  ] as const
  return new Map(
    values.flatMap(([source, value]): [string, string][] => (value === undefined ? [] : [[source, value]])),
  )
}

/** Matches a keypair with the name; keypairs.name covers one without a name. */
const showsName = (name: string): Matcher =>
  hasValueMatching('body/keypair/name', name, (value) => typeof value !== 'string' || value === name)

/**
 * Suffixes of names with characters that must be encoded in a path, or that may be misread there. None is outside ASCII, because Nova
 * behind some web servers accepts such a name but can then neither show nor delete the keypair.
 */
const unusualSuffixes = [' With blanks', '+plus.and.dots'] as const

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
      // A success without a readable body is a violation here, because the precondition below would end the test.
      if (shown.isSuccess) verify('keypairs.show.by-name').isSuccess(shown)
      const hasAnyName = !shown.isSuccess || shown.string('body/keypair/name') !== undefined
      assume(hasAnyName, 'The keypair shows no name.', 'keypairs.name')
      const hasName = allOf(isSuccess, hasValue('body/keypair/name', keypairName))
      await verify('keypairs.show.by-name').eventually(show, hasName)
    }
  })

  test(
    'shows and deletes a keypair whose name has to be encoded in the path',
    verifies('keypairs.show.by-name', 'keypairs.delete.removes'),
    async ({ compute, build, verify, skip }) => {
      let isAnyDeleted = false
      for (const suffix of unusualSuffixes) {
        const keypairName = build.name('key') + suffix
        const body = { keypair: { name: keypairName, public_key: publicKeys[0] } }
        // The document does not say which characters a name may have.
        const created = await compute.call('createKeypair', { body })
        if (!created.isSuccess || created.at('body/keypair/name') !== keypairName) continue
        const shown = await showNewKeypair(compute, keypairName)
        verify.soft('keypairs.show.by-name').matches(shown, isSuccess, showsName(keypairName))
        if (!shown.isSuccess) continue
        const deleted = await compute.call('deleteKeypair', { path: { keypairName } })
        isAnyDeleted = true
        verify.soft('keypairs.delete.removes').isSuccess(deleted)
      }
      verify.complete('keypairs.show.by-name', 'keypairs.delete.removes')
      if (!isAnyDeleted) skip('The target has no keypair with such a name.')
    },
  )

  for (const [title, body] of [
    ['a generated keypair', {}],
    ['an imported keypair', { public_key: publicKeys[0] }],
  ] as const) {
    test(
      `shows the same fingerprint as create and list for ${title}`,
      verifies('keypairs.fingerprint-agrees'),
      async ({ given, compute, verify }) => {
        const { name, response: create } = await given.keypair(body)

        const show = await showNewKeypair(compute, name)
        const list = await compute.call('listKeypairs')

        const fingerprints = fingerprintsIn({ create, show, list }, name)
        assume(fingerprints.size > 1, 'Fewer than two responses have the fingerprint.', 'keypairs.fingerprint')
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

      verify('keypairs.unknown-refused').isDenied(response, isRejected)
      verify.soft('status.not-found').hasListedStatus(response)
    },
  )

  test(
    'rejects a prefix of the name of a keypair',
    verifies('keypairs.unknown-refused'),
    async ({ given, compute, verify }) => {
      const { name } = await given.keypair({ public_key: publicKeys[0] })

      const response = await compute.call('showKeypair', { path: { keypairName: name.replace(/-\d+$/, '') } })

      verify('keypairs.unknown-refused').isDenied(response, isRejected)
    },
  )
})
