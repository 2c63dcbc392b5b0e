/**
 * GET /os-keypairs/{keypairName}: a client reads a keypair by its name.
 */
import { type ApiResponse, allOf, assume, describe, hasValue, isSuccess, test, verifies } from '#harness'
import { memberInList } from '../support/keypairs.ts'
import { publicKeys } from '../support/ssh-keys.ts'

/** Fingerprints by where they were seen; one that is missing or no string breaks a statement of its own. */
function fingerprints(
  name: string,
  created: ApiResponse,
  shown: ApiResponse,
  listed: ApiResponse,
): Map<string, string> {
  const found = {
    create: created.at('body/keypair/fingerprint'),
    show: shown.at('body/keypair/fingerprint'),
    list: memberInList(listed, name, 'fingerprint'),
  }
  return new Map(
    Object.entries(found).flatMap(([place, value]): [string, string][] =>
      typeof value === 'string' ? [[place, value]] : [],
    ),
  )
}

describe('GET /os-keypairs/{keypairName}', () => {
  test(
    'shows the keypair that has the name',
    verifies('keypairs.show.by-name'),
    async ({ given, compute, verify, timeouts }) => {
      const names = [
        (await given.keypair({ public_key: publicKeys[0] })).name,
        (await given.keypair({ public_key: publicKeys[0] })).name,
      ]

      for (const keypairName of names) {
        const show = () => compute.call('showKeypair', { path: { keypairName } })
        // Without a name in the answer, or without a keypair, another statement is broken.
        const first = await show()
        assume(!first.isSuccess || first.string('body/keypair/name') !== undefined, 'No name is shown.')
        const isIt = allOf(isSuccess, hasValue('body/keypair/name', keypairName))
        await verify('keypairs.show.by-name').eventually(show, isIt, timeouts.propagation)
      }
    },
  )

  for (const [title, body] of [
    ['a keypair that was generated', {}],
    ['a key that was imported', { public_key: publicKeys[0] }],
  ] as const) {
    test(
      `gives the same fingerprint as create and list for ${title}`,
      verifies('keypairs.fingerprint-agrees'),
      async ({ given, compute, verify }) => {
        const { name, response: created } = await given.keypair(body)

        const shown = await compute.call('showKeypair', { path: { keypairName: name } })
        const listed = await compute.call('listKeypairs')

        const found = fingerprints(name, created, shown, listed)
        assume(found.size > 1, 'Fewer than two answers give the fingerprint.')
        verify('keypairs.fingerprint-agrees').holds(new Set(found.values()).size === 1, shown, {
          message: 'One keypair has several fingerprints.',
          at: 'body/keypair/fingerprint',
          expected: 'the same value in create, show and list',
          actual: [...found].map(([place, value]) => `${value} in ${place}`).join(', '),
        })
      },
    )
  }

  test(
    'does not find a name that no keypair has',
    verifies('keypairs.unknown-refused', 'status.not-found'),
    async ({ compute, build, verify }) => {
      const response = await compute.call('showKeypair', { path: { keypairName: build.name('absent') } })

      verify('keypairs.unknown-refused').isRejected(response)
      verify.soft('status.not-found').hasListedStatus(response)
    },
  )

  test(
    'does not find a keypair by the beginning of its name',
    verifies('keypairs.unknown-refused'),
    async ({ given, compute, verify }) => {
      const { name } = await given.keypair({ public_key: publicKeys[0] })

      const response = await compute.call('showKeypair', { path: { keypairName: name.replace(/-\d+$/, '') } })

      verify('keypairs.unknown-refused').isRejected(response)
    },
  )
})
