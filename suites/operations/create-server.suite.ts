/**
 * POST /servers: a request with only the required fields, and the values that the target chooses for the others.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  assumeSuccess,
  describe,
  faultSuffix,
  hasId,
  hasValue,
  hasValueMatching,
  InconclusiveError,
  isAccepted,
  members,
  test,
  verifies,
} from '#harness'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { minimalServer, type ObservedLifecycle, serverWithout } from '../scenarios/minimal-server.ts'
import { assumeNotListedOnly, type ServerObservation } from '../scenarios/scenario.ts'
import { orInconclusive, orNone } from '../support/or-none.ts'
import { assumeGroupNames } from '../support/security-groups.ts'
import { requestServerById } from '../support/servers/active-server.ts'
import { statusPointer, vmStatePointer } from '../support/servers/server-state.ts'
import { whyUnidentified } from '../support/servers/unidentified-server.ts'
import { whyNoZones, zonesPointer } from '../support/zones.ts'

const assumeCreated = (lifecycle: ObservedLifecycle | undefined): ServerObservation =>
  assumeDefined(lifecycle, 'The server of the scenario could not be created.', 'servers.create.answers').observation

/** Seconds from one request to another, with at most one decimal. */
const secondsBetween = (first: ApiResponse, last: ApiResponse): number =>
  Math.round((last.exchange.startedAt - first.exchange.startedAt) / 100) / 10

describe('POST /servers', () => {
  test(
    'accepts a request and returns the id of a server that can be shown',
    verifies('servers.create.answers'),
    async ({ given, compute, build, has, verify }) => {
      const scenario = await orInconclusive(minimalServer({ given, compute, build }))
      if (scenario instanceof InconclusiveError) {
        // A further create shows whether the target never responds to one.
        await given.reserveCapacity()
        await orNone(requestServerById(compute, build.server('further')))
        throw scenario
      }
      const { created, lifecycle } = scenario

      // servers.create.block-device-mapping covers a target that creates only servers without a root volume.
      const isVolumeRejected = !created.isSuccess && has('bootVolume') && has('localFlavor')
      const response = isVolumeRejected ? (await fileInjectionServer({ given, compute, build })).created : created
      verify('servers.create.answers').isSuccess(response)
      const { observation } = assumeDefined(
        lifecycle,
        'The response to createServer has no server id.',
        isVolumeRejected ? 'servers.create.block-device-mapping' : whyUnidentified(created),
      )
      assumeNotListedOnly(observation)
      const [firstRead] = observation.reads
      verify('servers.create.answers').isSuccess(assumeDefined(firstRead, 'The server was not shown.'))
    },
  )

  test(
    'brings the server to ACTIVE',
    verifies('servers.create.becomes-active'),
    async ({ given, compute, build, verify }) => {
      const { created, lifecycle } = await minimalServer({ given, compute, build })
      const observation = assumeCreated(lifecycle)
      assumeNotListedOnly(observation)
      const { reads, isActive, isStarted } = observation
      const shown = isStarted ? (reads.at(-1) ?? observation.shown) : observation.shown
      assume(
        shown.isSuccess && shown.string(statusPointer) !== undefined,
        'The server shows no status.',
        'servers.status',
      )

      // servers.state.active covers a server that is active under another status.
      const runs = (isActive && !isStarted) || shown.at(vmStatePointer) === 'active'
      const statuses = [...new Set(reads.map((read) => read.string(statusPointer) ?? String(read.status)))]
      verify('servers.create.becomes-active').holds(runs, shown, {
        message: statuses.includes('ERROR')
          ? `The server went to ERROR after its creation${faultSuffix(shown)}.`
          : `The server was not ACTIVE within ${secondsBetween(created, shown)} s after create.`,
        at: statusPointer,
        expected: 'ACTIVE',
        actual: statuses.join(', '),
      })
    },
  )

  test(
    'creates a server without a key, or requires one',
    verifies('servers.create.key-name-required'),
    async ({ given, compute, build, verify }) => {
      const { createdWithoutKey, created } = await minimalServer({ given, compute, build })

      assumeSuccess(created, 'No server can be created, with or without a key.', 'servers.create.answers')
      const keyNameRequired = verify('servers.create.key-name-required')
      if (!createdWithoutKey.isSuccess) keyNameRequired.isRejected(createdWithoutKey)
      keyNameRequired.pass(isAccepted(createdWithoutKey) ? 'accepted' : 'refused')
    },
  )

  test(
    'gives the server the requested name and flavor',
    verifies('servers.create.name-shown', 'servers.create.flavor-used'),
    async ({ given, compute, build, resources, verify }) => {
      const { lifecycle, request } = await minimalServer({ given, compute, build })
      const { shown } = assumeCreated(lifecycle)

      const shownName = shown.at('body/server/name')
      if (shownName !== undefined) {
        verify.soft('servers.create.name-shown').matches(shown, hasValue('body/server/name', request['name']))
        verify.complete('servers.create.name-shown')
      }
      const flavor = shown.at('body/server/flavor/id')
      if (flavor !== undefined) {
        const used = assumeDefined(resources.flavor, 'No flavor is configured.')
        verify.soft('servers.create.flavor-used').matches(shown, hasId('body/server/flavor/id', used))
        verify.complete('servers.create.flavor-used')
      }
      assume(shownName !== undefined, 'The server shows no name.', 'servers.name')
      assume(flavor !== undefined, 'The server does not show its flavor.', 'servers.flavor.id')
    },
  )

  test(
    'shows the image that the server was made from',
    verifies('servers.create.image-used'),
    async ({ given, compute, build, resources, verify, skip }) => {
      const { lifecycle } = await minimalServer({ given, compute, build })
      const { observation } = await fileInjectionServer({ given, compute, build })
      const servers = [lifecycle?.observation, observation].filter((server) => server !== undefined)

      assume(servers.length > 0, 'No server could be created.', 'servers.create.answers')
      // A server booted from a volume may show an empty string in place of its image.
      const withImage = servers.filter(({ shown }) => shown.at('body/server/image/id') !== undefined)
      if (withImage.length === 0) skip('No server shows its image; a server booted from a volume need not.')
      const image = assumeDefined(resources.image, 'No image is configured.')
      for (const { shown } of withImage)
        verify('servers.create.image-used').matches(shown, hasId('body/server/image/id', image))
    },
  )

  test(
    'puts a server without security_groups into the group default only',
    verifies('servers.create.default-group'),
    async ({ given, compute, build, verify }) => {
      const { created, isRequired, observe } = await serverWithout({ given, compute, build }, 'security_groups')
      if (isRequired) verify('servers.create.default-group').isSuccess(created)
      const { shown } = await observe()

      const names = assumeGroupNames(shown)
      const isDefaultOnly = names.length > 0 && names.every((name) => name === 'default')
      verify('servers.create.default-group').holds(isDefaultOnly, shown, {
        message: 'A server created without security_groups is not in the group default only.',
        at: 'body/server/security_groups',
        expected: 'default',
        actual: names.join(', '),
      })
    },
  )

  test(
    'puts a server without availability_zone into a listed zone',
    verifies('servers.create.zone-chosen'),
    async ({ given, compute, build, verify }) => {
      const { created, isRequired, observe } = await serverWithout({ given, compute, build }, 'availability_zone')
      if (isRequired) verify('servers.create.zone-chosen').isSuccess(created)
      const { shown } = await observe()

      const listed = await compute.call('listAvailabilityZones')
      assumeSuccess(listed, 'The zones cannot be listed.', 'zones.list.answers')
      const zones = members(listed, zonesPointer, 'zoneName')
      // zones.name and zones.name-unique cover zones without a name and duplicates.
      assume(zones.length > 0, 'No zone is listed.', whyNoZones(listed))
      const areNamed = zones.length > 0 && zones.every((name) => typeof name === 'string' && name !== '')
      assume(
        areNamed && new Set(zones).size === zones.length,
        'The zones do not have distinct names.',
        areNamed ? 'zones.name-unique' : 'zones.name',
      )
      const pointer = 'body/server/OS-EXT-AZ:availability_zone'
      assumeDefined(shown.at(pointer), 'The server shows no zone.', 'servers.zone')
      const isListed = hasValueMatching(pointer, `one of ${zones.join(', ')}`, (zone) =>
        zones.some((name) => name === zone),
      )
      verify('servers.create.zone-chosen').matches(shown, isListed)
    },
  )
})
