import {
  type ApiResponse,
  assume,
  assumeDefined,
  containsItem,
  InconclusiveError,
  isSuccess,
  test,
  verifies,
} from '#harness'
import type { TargetSettings } from '#model'
import { idsOf, type Query } from './pagination.ts'
import { excludesServer, find, isWellFormedList, narrowQuery, reader, type ServerList, servers } from './server-list.ts'

/** What a filter is to do to one server. */
interface Expectations {
  /** Parameters that leave it on the list. */
  readonly keep: readonly Query[]
  /** Parameters that take it off the list. */
  readonly drop: readonly Query[]
  /** Parameters whose value means nothing to the target: it is off the list, or the request is refused. */
  readonly dropOrRefuse?: readonly Query[]
}

interface Filter {
  readonly claim: 'status' | 'flavor' | 'image' | 'changes-since'
  readonly title: string
  /** Given the server as it is shown, and the ids of all flavors. */
  expect(shown: ApiResponse, target: TargetSettings, flavors: readonly string[]): Expectations
}

/** No image, flavor or server has this id. */
export const unknownId = '00000000-0000-4000-8000-00000000c0de'

const minute = 60_000

/** A UTC time as the document writes it, without a fraction. */
const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

const filters: readonly Filter[] = [
  {
    claim: 'status',
    title: 'keeps only the servers in the state that status names',
    expect: () => ({
      keep: [{ status: 'ACTIVE' }],
      drop: [{ status: 'SHUTOFF' }, { status: 'ERROR' }],
      dropOrRefuse: [{ status: 'NO_SUCH_STATE' }],
    }),
  },
  {
    claim: 'flavor',
    title: 'keeps only the servers of the flavor',
    expect(shown, { resources }, flavors) {
      const flavor = assumeDefined(resources.flavor, 'No flavor is configured.')
      // That it shows the flavor it was made with is another requirement.
      assume(shown.at('body/server/flavor/id') === flavor, 'The server does not show its flavor.')
      const others = flavors.filter((id) => id !== flavor).slice(0, 2)
      return {
        keep: [{ flavor }],
        drop: others.map((other) => ({ flavor: other })),
        dropOrRefuse: [{ flavor: unknownId }],
      }
    },
  },
  {
    claim: 'image',
    title: 'keeps only the servers made from the image',
    expect(shown, { resources }) {
      const image = assumeDefined(resources.image, 'No image is configured.')
      // Of a root volume the image may be forgotten; that no other one is shown is another requirement.
      assume(shown.at('body/server/image/id') === image, 'The server does not show its image.')
      const { windowsImage: other } = resources
      const drop = other === undefined || other === image ? [] : [{ image: other }]
      return { keep: [{ image }], drop, dropOrRefuse: [{ image: unknownId }] }
    },
  },
  {
    claim: 'changes-since',
    title: 'keeps only the servers that changed since a time',
    expect(shown) {
      const updated = Date.parse(shown.string('body/server/updated') ?? '')
      const changed = assumeDefined(
        Number.isNaN(updated) ? undefined : updated,
        'The server does not say when it changed.',
      )
      // A change before the creation is no time to filter by; that it is none is judged by itself.
      const isBefore = updated < Date.parse(shown.string('body/server/created') ?? '') - minute
      assume(!isBefore, 'The server was changed before it was made.')
      return {
        keep: [{ 'changes-since': utc(changed - minute) }],
        drop: [{ 'changes-since': utc(changed + 60 * minute) }],
      }
    },
  },
]

/** A beginning and an end of a name, neither of which is both. */
const ends = (name: string) => ({ head: name.slice(0, Math.ceil(name.length / 2)), tail: name.slice(-4) })

/** A filter with a value that keeps the server, and one that does not; none where the server shows too little for that. */
function testableFilters(
  { claim, expect }: Filter,
  shown: ApiResponse,
  target: TargetSettings,
  flavors: readonly string[],
) {
  try {
    const { keep, drop, dropOrRefuse = [] } = expect(shown, target, flavors)
    const [on, off] = [keep[0], [...drop, ...dropOrRefuse][0]]
    return on && off ? [{ claim, on, off }] : []
  } catch (error) {
    if (error instanceof InconclusiveError) return []
    throw error
  }
}

const badQueries: readonly Query[] = [
  { limit: 'many' },
  { limit: -1 },
  { marker: unknownId },
  { 'changes-since': 'yesterday' },
]

/** The tests of the filters that the two lists of servers have in common. */
export function describeFilters(list: ServerList): void {
  const id = <Claim extends string>(claim: Claim) => `servers.${list.part}.${claim}` as const

  for (const { claim, title, expect } of filters) {
    test(title, verifies(id(claim)), async ({ given, compute, target, verify }) => {
      const server = await given.server({ originalFlavor: true })
      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      const flavors = idsOf(await compute.call('listFlavors'), 'body/flavors')
      const { keep, drop, dropOrRefuse = [] } = expect(shown, target, flavors)
      const read = reader(compute, list)
      const bound = await narrowQuery(read, [server])

      for (const query of keep)
        verify(id(claim)).matches(await read({ ...bound, ...query }), isSuccess, containsItem(servers, 'id', server.id))
      for (const query of drop) verify(id(claim)).matches(await read({ ...bound, ...query }), excludesServer(server.id))
      for (const query of dropOrRefuse)
        verify(id(claim)).matches(await read({ ...bound, ...query }), excludesServer(server.id, true))
    })
  }

  const each = filters.map(({ claim }) => id(claim))
  test('heeds every one of several filters', verifies(...each), async ({ given, compute, target, verify, skip }) => {
    const server = await given.server({ originalFlavor: true })
    const shown = await compute.call('showServer', { path: { serverId: server.id } })
    const flavors = idsOf(await compute.call('listFlavors'), 'body/flavors')
    const read = reader(compute, list)
    const bound = await narrowQuery(read, [server])
    const usable = filters.flatMap((filter) => testableFilters(filter, shown, target, flavors))
    const allBut = (claim?: string): Query =>
      Object.assign({}, bound, ...usable.filter((one) => one.claim !== claim).map(({ on }) => on))
    const isKept = (response: ApiResponse) => idsOf(response, servers).includes(server.id)

    const kept = await read(allBut())
    for (const { claim, on, off } of usable) {
      const assertion = verify.soft(id(claim))
      // Left out by all together, it is left out by the one without which it is there.
      const isAtFault = !isKept(kept) && isKept(await read(allBut(claim)))
      if (isAtFault) assertion.matches(kept, isSuccess, containsItem(servers, 'id', server.id))
      else assertion.matches(await read({ ...allBut(), ...on, ...off }), excludesServer(server.id, true))
    }
    if (usable.length < filters.length) skip('Not every filter has something to filter by.')
  })

  const listed = verifies(id('status'), id('answers'))
  test('lists a stopped server, and finds it by its state', listed, async ({ given, compute, verify }) => {
    const { id: serverId, name } = await given.server({ exclusive: true, state: 'SHUTOFF' })
    const shown = await compute.call('showServer', { path: { serverId } })
    const status = 'SHUTOFF'
    // What a stopped server is called is another requirement.
    assume(shown.at('body/server/status') === status, `The server is not shown as ${status}.`)
    const read = reader(compute, list)
    const found = await find(read, serverId)
    if (isWellFormedList(found))
      verify.soft(id('answers')).matches(found, isSuccess, containsItem(servers, 'id', serverId))
    const bound = await narrowQuery(read, [{ id: serverId, name }])

    verify(id('status')).matches(await read({ ...bound, status }), isSuccess, containsItem(servers, 'id', serverId))
    verify(id('status')).matches(await read({ ...bound, status: 'ACTIVE' }), excludesServer(serverId))
  })

  test('keeps only the servers whose name matches', verifies(id('name')), async ({ given, compute, verify }) => {
    const server = await given.server()
    const read = reader(compute, list)
    const everything = await find(read, server.id)
    assume(idsOf(everything, servers).includes(server.id), 'The list leaves out the server.')

    verify(id('name')).matches(await read({ name: server.name }), isSuccess, containsItem(servers, 'id', server.id))
    verify(id('name')).matches(await read({ name: `${server.name}-not` }), excludesServer(server.id))
  })

  test('takes name for a regular expression', verifies(id('name-regex')), async ({ given, compute, verify }) => {
    const server = await given.server()
    const { head, tail } = ends(server.name)
    const read = reader(compute, list)
    const literal = [await read({ name: server.name }), await read({ name: `${server.name}-not` })]
    const filtered = literal.map((response) => idsOf(response, servers).includes(server.id)).join()
    assume(filtered === 'true,false', 'The list cannot even be filtered by a whole name.')

    for (const name of [`^${head}.*`, `${tail}$`])
      verify(id('name-regex')).matches(await read({ name }), isSuccess, containsItem(servers, 'id', server.id))
    for (const name of [`^${tail}`, `${head}$`])
      verify(id('name-regex')).matches(await read({ name }), excludesServer(server.id))
  })

  test('refuses parameters that make no sense', verifies(id('bad-query-refused')), async ({ compute, verify }) => {
    const read = reader(compute, list)
    for (const query of badQueries) verify.soft(id('bad-query-refused')).hasListedStatus(await read(query))
    // What a parameter without a value means is said nowhere.
    const empty = await read({ limit: '', status: '', name: '' })
    if (!empty.isSuccess) verify.soft(id('bad-query-refused')).isRejected(empty)
  })
}
