/**
 * POST /servers: name, metadata, key, zone, security groups and counts.
 */
import {
  assume,
  assumeDefined,
  containsItem,
  describe,
  hasValue,
  hasValueMatching,
  InconclusiveError,
  members,
  probes,
  resolvePointer,
  test,
  verifies,
  verifiesPartly,
} from '#harness'
import { allFieldsServer, assumeField, assumeZone } from '../scenarios/all-fields-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { assumeKeypairExists } from '../support/keypairs.ts'
import { assumeResult } from '../support/or-none.ts'
import { assumeGroupNames, securityGroupsPointer } from '../support/security-groups.ts'

/** One character longer than a key or value of metadata may be. */
const tooLong = 'x'.repeat(256)

/** The maximum number of further zones to try: each costs a server. */
const maxOtherZones = 4

describe('POST /servers, fields of the server', () => {
  test(
    'accepts a name of 255 characters and rejects one of 256',
    probes('servers.create.name-limit'),
    async ({ given, compute, build, verify }) => {
      const allFields = await allFieldsServer({ given, compute, build })
      const rejected = await given.tryCreateServer(build.server('long', { name: build.longName(256) }))

      verify.soft('servers.create.name-limit').isSuccess(allFields.responseFor('name'))
      verify.soft('servers.create.name-limit').isRejected(rejected)
    },
  )

  test(
    'shows the complete name of 255 characters',
    verifies('servers.create.name-shown'),
    async ({ given, compute, build, verify }) => {
      const allFields = await allFieldsServer({ given, compute, build })
      assumeField(allFields, 'name')
      const { shown } = allFields.observation

      assumeDefined(shown.at('body/server/name'), 'The server shows no name.', 'servers.name')
      verify('servers.create.name-shown').matches(shown, hasValue('body/server/name', allFields.name))
    },
  )

  test(
    'shows the requested metadata',
    verifies('servers.create.metadata'),
    async ({ given, compute, build, verify }) => {
      const allFields = await allFieldsServer({ given, compute, build })
      verify('servers.create.metadata').isSuccess(allFields.typicalResponseFor('metadata'))
      const { shown } = allFields.observation

      const metadata = shown.at('body/server/metadata')
      const isObject = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
      assume(isObject, 'The server shows no metadata.', 'servers.metadata')
      for (const [key, value] of Object.entries(allFields.metadata)) {
        const pointer = `body/server/metadata/${key}`
        assume(
          typeof (shown.at(pointer) ?? '') === 'string',
          'A value of the metadata is not a string.',
          'servers.metadata',
        )
        verify('servers.create.metadata').matches(shown, hasValue(pointer, value))
      }
    },
  )

  test(
    'accepts metadata keys and values of 255 characters, each or together, and rejects 256',
    probes('servers.create.metadata-limit'),
    async ({ given, compute, build, verify }) => {
      const allFields = await allFieldsServer({ given, compute, build })
      // servers.create.metadata covers a target that accepts no metadata at all.
      const ofEach = allFields.responseFor('metadata')
      if (allFields.typicalResponseFor('metadata').isSuccess) {
        const pair = { ['k'.repeat(127)]: 'v'.repeat(128) }
        const accepted = ofEach.isSuccess
          ? ofEach
          : await given.tryCreateServer(build.server('metadata', { metadata: pair }))
        verify.soft('servers.create.metadata-limit').isSuccess(accepted)
        if (accepted.isSuccess) verify.soft('servers.create.metadata-limit').pass(ofEach.isSuccess ? 'each' : 'pair')
      }

      for (const metadata of [{ [tooLong]: 'v' }, { k: tooLong }]) {
        const rejected = await given.tryCreateServer(build.server('metadata', { metadata }))
        verify.soft('servers.create.metadata-limit').isRejected(rejected)
      }
    },
  )

  test('shows the requested key', verifies('servers.create.key-name'), async ({ given, compute, build, verify }) => {
    const allFields = await allFieldsServer({ given, compute, build })
    const key = assumeResult(allFields.key)
    const created = allFields.responseFor('key')
    if (!created.isSuccess) await assumeKeypairExists(compute, key)
    verify('servers.create.key-name').isSuccess(created)
    const { shown } = allFields.observation

    assume(shown.at('body/server/key_name') !== undefined, 'The server shows no key_name.', 'servers.key-name')
    verify('servers.create.key-name').matches(shown, hasValue('body/server/key_name', key))
  })

  test(
    'accepts every zone that is listed as available',
    verifies('zones.usable-on-create'),
    async ({ given, compute, build, verify }) => {
      const allFields = await allFieldsServer({ given, compute, build })

      assumeZone(allFields)
      verify('zones.usable-on-create').isSuccess(allFields.responseFor('zone'))
      for (const availability_zone of allFields.otherZones.slice(0, maxOtherZones)) {
        const release = await given.reserveCapacity()
        const created = await compute.call('createServer', { body: build.server('zone', { availability_zone }) })
        await release()
        verify.soft('zones.usable-on-create').isSuccess(created)
      }
    },
  )

  test(
    'puts the server into the requested zone',
    verifies('servers.create.zone'),
    async ({ given, compute, build, verify }) => {
      const allFields = await allFieldsServer({ given, compute, build })
      assumeField(allFields, 'zone')
      const zone = assumeZone(allFields)
      const { shown } = assumeActive(allFields.observation)

      const pointer = 'body/server/OS-EXT-AZ:availability_zone'
      assumeDefined(shown.at(pointer), 'The server shows no zone.', 'servers.zone')
      verify('servers.create.zone').matches(shown, hasValue(pointer, zone))
    },
  )

  test(
    'puts the server into the requested security groups, and returns them',
    verifiesPartly({
      always: ['servers.create.groups-echoed'],
      whereAvailable: ['servers.create.security-groups'],
    }),
    async ({ given, compute, build, verify, has }) => {
      const allFields = await allFieldsServer({ given, compute, build })
      const created = allFields.responseFor('groups')
      verify('servers.create.security-groups').isSuccess(created)
      // The OpenAPI description covers a missing array and groups without names.
      const returned = members(created, securityGroupsPointer, 'name')
      const hasNames = returned.length > 0 && returned.every((name) => typeof name === 'string')
      if (hasNames) {
        for (const group of allFields.groups)
          verify
            .soft('servers.create.groups-echoed')
            .matches(created, containsItem(securityGroupsPointer, 'name', group))
        verify.complete('servers.create.groups-echoed')
      }
      if (has('securityGroup')) {
        const { shown } = assumeActive(allFields.observation)
        assumeGroupNames(shown)
        for (const group of allFields.groups)
          verify('servers.create.security-groups').matches(shown, containsItem(securityGroupsPointer, 'name', group))
        verify.complete('servers.create.security-groups')
      }
      const isWrapped = created.at('body/server') !== undefined
      const cause = isWrapped ? 'servers.create.groups-echoed' : 'servers.create.object'
      assume(hasNames, 'The response to the create shows no names of security groups.', cause)
    },
  )

  test(
    'creates one server for counts of 1, and rejects min_count above max_count',
    probes('servers.create.counts'),
    async ({ given, compute, build, verify }) => {
      const allFields = await allFieldsServer({ given, compute, build })
      const contradiction = build.server('counts', { min_count: 2, max_count: 1 })
      const rejected = await given.tryCreateServer(contradiction, { count: 2 })

      const counts = verify.soft('servers.create.counts')
      counts.isSuccess(allFields.responseFor('counts'))
      // Distinct ids, because servers.list.answers covers a server that is listed twice.
      const { sameNameList } = allFields
      if (sameNameList instanceof InconclusiveError) throw sameNameList
      const ids = sameNameList
        .array('body/servers')
        .filter((server) => {
          const name = resolvePointer(server, 'server/name')
          return typeof name === 'string' && name.startsWith(allFields.name.slice(0, 250))
        })
        .map((server) => resolvePointer(server, 'server/id'))
      // After several requests, one that was rejected may have left a server of the name.
      const isSingle = new Set(ids).size <= 1 || !allFields.isAcceptedAtOnce
      counts.matches(
        sameNameList,
        hasValueMatching('body/servers', 'one server of the name', () => isSingle),
      )
      counts.isRejected(rejected)
    },
  )
})
