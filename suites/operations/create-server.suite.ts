/**
 * POST /servers: what a client may rely on when it asks for a server and leaves out everything it may leave out.
 */
import {
  assume,
  assumeDefined,
  describe,
  faultSuffix,
  hasValue,
  hasValueMatching,
  members,
  test,
  verifies,
} from '#harness'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { minimalServer } from '../scenarios/minimal-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { assumeGroupNames } from '../support/security-groups.ts'

describe('POST /servers', () => {
  test(
    'accepts a request and names a server that can be shown',
    verifies('servers.create.answers'),
    async ({ given, compute, build, has, verify }) => {
      const { created, life } = await minimalServer({ given, compute, build })

      // Where only servers without a root volume can be created, it is the volume that is refused.
      const isVolumeRefused = !created.isSuccess && has('bootVolume') && has('localFlavor')
      const response = isVolumeRefused ? (await fileInjectionServer({ given, compute, build })).created : created
      verify('servers.create.answers').isSuccess(response)
      const { shows: reads } = assumeDefined(life, 'The server to look at could not be created.').sight
      verify('servers.create.answers').isSuccess(assumeDefined(reads[0], 'The server was not read.'))
    },
  )

  test(
    'brings the server to ACTIVE',
    verifies('servers.create.becomes-active'),
    async ({ given, compute, build, timeouts, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { shown, shows: reads, isActive } = assumeDefined(life, 'The server to look at could not be created.').sight
      assume(shown.isSuccess, 'The server shows no status.')

      // What a server that runs is called is another requirement.
      const runs = isActive || shown.at('body/server/OS-EXT-STS:vm_state') === 'active'
      const seen = [...new Set(reads.map((read) => read.string('body/server/status') ?? String(read.status)))]
      verify('servers.create.becomes-active').holds(runs, shown, {
        message: seen.includes('ERROR')
          ? `The server went to ERROR after its creation${faultSuffix(shown)}.`
          : `The server was not ACTIVE within ${timeouts.create / 1000} s after its creation.`,
        at: 'body/server/status',
        expected: 'ACTIVE',
        actual: seen.join(', '),
      })
    },
  )

  test(
    'makes a server without a key, or demands one',
    verifies('servers.create.key-name-required'),
    async ({ given, compute, build, verify }) => {
      const { keyless, created } = await minimalServer({ given, compute, build })

      assume(created.isSuccess, 'No server can be created, with a key or without.')
      if (!keyless.isSuccess) verify('servers.create.key-name-required').isRejected(keyless)
      verify('servers.create.key-name-required').pass(keyless.isSuccess ? 'accepted' : 'refused')
    },
  )

  test(
    'gives the server its name and its flavor',
    verifies('servers.create.name-shown', 'servers.create.flavor-used'),
    async ({ given, compute, build, resources, verify }) => {
      const { life, name } = await minimalServer({ given, compute, build })
      const { shown } = assumeDefined(life, 'The server to look at could not be created.').sight

      const shownName = shown.at('body/server/name')
      if (shownName !== undefined)
        verify.soft('servers.create.name-shown').matches(shown, hasValue('body/server/name', name))
      const flavor = shown.at('body/server/flavor/id')
      if (flavor !== undefined)
        verify.soft('servers.create.flavor-used').matches(shown, hasValue('body/server/flavor/id', resources.flavor))
      assume(!(shownName === undefined || flavor === undefined), 'The server shows no name, or no flavor.')
    },
  )

  test(
    'shows the image that the server was made from',
    verifies('servers.create.image-used'),
    async ({ given, compute, build, resources, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { sight } = await fileInjectionServer({ given, compute, build })
      const seen = [life?.sight, sight].flatMap((each) => each?.shown ?? [])

      assumeDefined(seen[0], 'There is no server to look at.')
      for (const shown of seen) {
        // Of a root volume the image may be forgotten: then it is an empty string.
        const id = shown.at('body/server/image/id')
        verify('servers.create.image-used').holds(id === undefined || id === resources.image, shown, {
          message: 'The server shows another image than it was made from.',
          at: 'body/server/image/id',
          expected: String(resources.image),
          actual: String(id),
        })
      }
    },
  )

  test(
    'puts a server that asks for no group into default alone',
    verifies('servers.create.default-group'),
    async ({ given, compute, build, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { shown } = assumeActive(life?.sight)

      const names = assumeGroupNames(shown)
      verify('servers.create.default-group').holds(
        names.length > 0 && names.every((name) => name === 'default'),
        shown,
        {
          message: 'A server created without security_groups is not in the group default alone.',
          at: 'body/server/security_groups',
          expected: 'default',
          actual: names.join(', '),
        },
      )
    },
  )

  test(
    'puts a server that asks for no zone into one that is listed',
    verifies('servers.create.zone-chosen'),
    async ({ given, compute, build, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { shown } = assumeActive(life?.sight)

      const listed = members(await compute.call('listAvailabilityZones'), 'body/availabilityZoneInfo', 'zoneName')
      // That zones are listed, and each by a name of its own, is judged elsewhere.
      const areNamed = listed.length > 0 && listed.every((name) => typeof name === 'string')
      assume(areNamed && new Set(listed).size === listed.length, 'The zones are not told apart.')
      const pointer = 'body/server/OS-EXT-AZ:availability_zone'
      assumeDefined(shown.at(pointer), 'The server shows no zone.')
      verify('servers.create.zone-chosen').matches(
        shown,
        hasValueMatching(pointer, `one of ${listed.join(', ')}`, (zone) => listed.includes(zone)),
      )
    },
  )
})
