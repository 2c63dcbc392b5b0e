/**
 * POST /servers: what a client may rely on when it names its server, describes it, and says where and how it is to run.
 */
import {
  assume,
  assumeDefined,
  containsItem,
  describe,
  hasValue,
  hasValueMatching,
  members,
  resolvePointer,
  test,
  verifies,
} from '#harness'
import { allFieldsServer, withFieldCase } from '../scenarios/all-fields-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { assumeGroupNames } from '../support/security-groups.ts'

/** One character more than a name, a key or a value of metadata may have. */
const tooLong = 'x'.repeat(256)

describe('POST /servers, fields of the server', () => {
  test(
    'takes a name of 255 characters and none of 256',
    verifies('servers.create.name-limit'),
    async ({ given, compute, build, verify }) => {
      const rich = await allFieldsServer({ given, compute, build })
      const refused = await given.tryCreateServer(build.server('long', { name: build.longName(256) }))

      verify.soft('servers.create.name-limit').isSuccess(rich.answerTo('name'))
      verify.soft('servers.create.name-limit').isRejected(refused)
    },
  )

  test('shows a long name whole', verifies('servers.create.name-shown'), async ({ given, compute, build, verify }) => {
    const { sight, name } = withFieldCase(await allFieldsServer({ given, compute, build }), 'name')

    assumeDefined(sight.shown.at('body/server/name'), 'The server shows no name.')
    verify('servers.create.name-shown').matches(sight.shown, hasValue('body/server/name', name))
  })

  test(
    'shows the metadata it was given',
    verifies('servers.create.metadata'),
    async ({ given, compute, build, verify }) => {
      const rich = await allFieldsServer({ given, compute, build })
      verify('servers.create.metadata').isSuccess(rich.mildAnswerTo('metadata'))
      const { shown } = rich.sight

      const pairs = shown.at('body/server/metadata')
      const isMap = typeof pairs === 'object' && pairs !== null && !Array.isArray(pairs)
      assume(isMap, 'The server shows no metadata.')
      for (const [key, value] of Object.entries(rich.metadata)) {
        const kind = typeof (shown.at(`body/server/metadata/${key}`) ?? '')
        assume(kind === 'string', 'A value of the metadata is no string.')
        verify('servers.create.metadata').matches(shown, hasValue(`body/server/metadata/${key}`, value))
      }
    },
  )

  test(
    'takes metadata of 255 characters and none of 256',
    verifies('servers.create.metadata-limit'),
    async ({ given, compute, build, verify }) => {
      const rich = await allFieldsServer({ given, compute, build })
      // Where no metadata is taken at all, that is another requirement's finding.
      if (rich.mildAnswerTo('metadata').isSuccess)
        verify.soft('servers.create.metadata-limit').isSuccess(rich.answerTo('metadata'))

      for (const metadata of [{ [tooLong]: 'v' }, { k: tooLong }]) {
        const refused = await given.tryCreateServer(build.server('metadata', { metadata }))
        verify.soft('servers.create.metadata-limit').isRejected(refused)
      }
    },
  )

  test('shows the key it was given', verifies('servers.create.key-name'), async ({ given, compute, build, verify }) => {
    const rich = await allFieldsServer({ given, compute, build })
    verify('servers.create.key-name').isSuccess(rich.answerTo('key'))

    assume(rich.sight.shown.at('body/server/key_name') !== undefined, 'No key_name is shown.')
    verify('servers.create.key-name').matches(rich.sight.shown, hasValue('body/server/key_name', rich.key))
  })

  test(
    'may name any zone that is listed as available',
    verifies('zones.usable-on-create'),
    async ({ given, compute, build, verify }) => {
      const rich = await allFieldsServer({ given, compute, build })

      assumeDefined(rich.zone, 'No zone is listed as available.')
      verify('zones.usable-on-create').isSuccess(rich.answerTo('zone'))
    },
  )

  test(
    'puts the server into the zone it names',
    verifies('servers.create.zone'),
    async ({ given, compute, build, verify }) => {
      const rich = withFieldCase(await allFieldsServer({ given, compute, build }), 'zone')
      const zone = assumeDefined(rich.zone, 'No zone is listed as available.')
      const { shown } = assumeActive(rich.sight)

      const pointer = 'body/server/OS-EXT-AZ:availability_zone'
      assumeDefined(shown.at(pointer), 'The server shows no zone.')
      verify('servers.create.zone').matches(shown, hasValue(pointer, zone))
    },
  )

  test(
    'puts the server into the security groups it names',
    verifies('servers.create.security-groups', 'servers.create.groups-echoed'),
    async ({ given, compute, build, verify }) => {
      const rich = await allFieldsServer({ given, compute, build })
      const created = rich.answerTo('groups')
      verify('servers.create.security-groups').isSuccess(created)
      // A list that is missing, or has no names, is for the contract to judge.
      const echoed = members(created, 'body/server/security_groups', 'name')
      if (echoed.length > 0 && echoed.every((name) => typeof name === 'string'))
        for (const group of rich.groups)
          verify
            .soft('servers.create.groups-echoed')
            .matches(created, containsItem('body/server/security_groups', 'name', group))
      const { shown } = assumeActive(rich.sight)

      assumeGroupNames(shown)
      for (const group of rich.groups)
        verify('servers.create.security-groups').matches(
          shown,
          containsItem('body/server/security_groups', 'name', group),
        )
    },
  )

  test(
    'makes one server where one is asked for, and none where the counts contradict each other',
    verifies('servers.create.counts'),
    async ({ given, compute, build, verify }) => {
      const rich = await allFieldsServer({ given, compute, build })
      const counts = build.server('counts', { min_count: 2, max_count: 1 })
      const refused = await given.tryCreateServer(counts, 2)

      verify.soft('servers.create.counts').isSuccess(rich.answerTo('counts'))
      // One that is listed twice is judged with the list.
      const named = rich.namesakes
        .array('body/servers')
        .filter((server) => String(resolvePointer(server, 'server/name')).startsWith(rich.name.slice(0, 250)))
        .map((server) => resolvePointer(server, 'server/id'))
      // Where several requests were needed, refused ones may have left a server of the name too.
      verify.soft('servers.create.counts').matches(
        rich.namesakes,
        hasValueMatching('body/servers', 'one server of the name', () => new Set(named).size <= 1 || !rich.isWhole),
      )
      verify.soft('servers.create.counts').isRejected(refused)
    },
  )
})
