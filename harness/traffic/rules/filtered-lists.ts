import { resolvePointer } from '#contract'
import { canonicalStatus, type OperationId, type RequirementId } from '#model'
import { type Contradiction, exchangeName, isReading, type ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { listedKeys } from './listed-keys.ts'
import { type ServerView, viewAtRest } from './server-view.ts'
import { isAccepted, rememberIn, type TrafficCall, type TrafficRule } from './traffic-rule.ts'

type FilterName = 'name' | 'status' | 'flavor' | 'image' | 'changes-since'

const requirements: Readonly<Partial<Record<OperationId, Readonly<Record<FilterName | 'regex', RequirementId>>>>> = {
  listServers: {
    name: 'servers.list.name',
    regex: 'servers.list.name-regex',
    status: 'servers.list.status',
    flavor: 'servers.list.flavor',
    image: 'servers.list.image',
    'changes-since': 'servers.list.changes-since',
  },
  listServersDetail: {
    name: 'servers.detail.name',
    regex: 'servers.detail.name-regex',
    status: 'servers.detail.status',
    flavor: 'servers.detail.flavor',
    image: 'servers.detail.image',
    'changes-since': 'servers.detail.changes-since',
  },
}

const filterNames: readonly string[] = ['name', 'status', 'flavor', 'image', 'changes-since'] satisfies FilterName[]
const isFilter = (name: string): name is FilterName => filterNames.includes(name)

/** Patterns that every regular expression syntax reads alike: text, dots, `.*`, and anchors at the ends. */
const pattern = /^\^?(?:[\p{L}\p{N}_ -]|\.\*?)+\$?$/u

/** Statuses that a filter compares with the status that the server shows. */
const statuses = new Set(['ACTIVE', 'SHUTOFF', 'SHELVED_OFFLOADED', 'ERROR'])

/** Tells whether a filter selects a server; undefined where that is not certain. */
function matches(view: ServerView, name: FilterName, value: string): boolean | undefined {
  if (name === 'name') return pattern.test(value) ? new RegExp(value, 'iu').test(view.name) : undefined
  if (name === 'changes-since') return isChangedSince(view.updated, value)
  if (name !== 'status') return view[name] === undefined || value === '' ? undefined : view[name] === value
  const wanted = canonicalStatus(value)
  return statuses.has(wanted) && statuses.has(view.status) ? view.status === wanted : undefined
}

/** A time in the form of the document and Nova; others may be in another time zone. */
const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

/** Seconds may be rounded or truncated. */
const roundingMs = 1_500

function isChangedSince(updated: string | undefined, since: string): boolean | undefined {
  if (updated === undefined || !utcTime.test(updated) || !utcTime.test(since)) return undefined
  const difference = Date.parse(updated) - Date.parse(since)
  return Math.abs(difference) > roundingMs ? difference > 0 : undefined
}

type Filter = readonly [name: FilterName, value: string]

/** The attributes that a server has shown since a time. */
interface Shown {
  readonly view: ServerView
  readonly json: string
  readonly since: number
}

/** Lists that had a server: by their operation, and by their filter if they had only one. */
type Finders = Map<string, Filter | undefined>

interface KnownServer {
  /** Undefined after a request that may change it. */
  shown: Shown | undefined
  /** The lists that contained the server and should still contain it. */
  readonly foundBy: Finders
  /** The contradictions of lists; reported if the server shows the same attributes again. */
  readonly held: Map<RequirementId, Contradiction>
}

/**
 * Compares filtered lists with the attributes that servers show before and after: a filter must find a server whose creation was observed,
 * or leave it out, once its attributes should be visible everywhere.
 */
export class FilteredLists implements TrafficRule {
  readonly #graceMs: number
  readonly #servers = new Map<string, KnownServer>()

  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  begin({ operation, resource = '' }: TrafficCall): void {
    if (!isReading(operation)) this.forget(resource)
  }

  forget(resource: string): void {
    const server = this.#servers.get(resource)
    if (server === undefined) return
    server.shown = undefined
    server.held.clear()
  }

  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    if (!isAccepted(response)) return []
    const { operation, resource = '' } = call
    const id = operation === 'createServer' ? textAt(response.body, 'server/id') : undefined
    if (id) rememberIn(this.#servers, id, { shown: undefined, foundBy: new Map(), held: new Map() })
    if (operation === 'deleteServer') this.#servers.delete(resource)
    // A showServer that was sent before such a request may show the earlier attributes.
    else if (!isReading(operation)) this.forget(resource)
    const server = operation === 'showServer' ? this.#servers.get(resource) : undefined
    if (server) return this.#show(server, response)
    if (requirements[operation]) this.#compare(call, response)
    return []
  }

  #show(server: KnownServer, { body, receivedAt }: ObservedResponse): readonly Contradiction[] {
    const view = viewAtRest(resolvePointer(body, 'body/server'))
    const json = JSON.stringify(view)
    const found = view && server.shown?.json === json ? [...server.held.values()] : []
    server.held.clear()
    if (view === undefined) server.shown = undefined
    else if (server.shown?.json !== json) {
      server.shown = { view, json, since: receivedAt }
      for (const [key, filter] of server.foundBy)
        if (filter && matches(view, ...filter) !== true) server.foundBy.delete(key)
    }
    return found
  }

  #compare({ operation, query }: TrafficCall, { body, exchange, sentAt }: ObservedResponse): void {
    const listed = listedKeys(operation, body)
    // Several values of one parameter are alternatives.
    if (!listed?.isWhole || new Set(query.keys()).size < query.size) return
    const ids = new Set(listed.keys)
    const filters = [...query].flatMap(([name, value]): readonly Filter[] => (isFilter(name) ? [[name, value]] : []))
    const isPage = filters.length < query.size || listed.hasMore
    for (const [id, { shown, foundBy, held }] of this.#servers) {
      if (shown === undefined || sentAt < shown.since + this.#graceMs) continue
      const isListed = ids.has(id)
      if (isListed) noteFound(foundBy, operation, filters)
      const filter = isListed
        ? excludingFilter(shown.view, filters)
        : losingFilter(shown.view, foundBy, operation, filters)
      if (filter === undefined || (isPage && !isListed)) continue
      const requirement = requirements[operation]?.[!isListed && isSearch(filter, shown.view) ? 'regex' : filter[0]]
      if (requirement !== undefined) hold(held, { requirement, filter, isListed, exchange, json: shown.json })
    }
  }
}

interface WrongList {
  readonly requirement: RequirementId
  readonly filter: Filter
  readonly isListed: boolean
  readonly exchange: number
  readonly json: string
}

function hold(
  held: Map<RequirementId, Contradiction>,
  { requirement, filter: [name, value], isListed, exchange, json }: WrongList,
): void {
  const list = exchangeName(exchange)
  held.set(requirement, {
    requirement,
    message: isListed
      ? `The list with ${name}=${value} (${list}) has a server that does not match it before and after.`
      : `The list with ${name}=${value} (${list}) leaves out a server that matches it before and after.`,
    at: 'body/server',
    expected: `${isListed ? 'not in' : 'in'} ${list}`,
    actual: `${isListed ? 'in' : 'not in'} ${list}: ${json}`,
  })
}

/** How many lists are remembered for one server. */
const maxFinders = 50

const nameOf = (operation: OperationId, [name, value]: Filter): string => `${operation} ${name}=${value}`

function noteFound(foundBy: Finders, operation: OperationId, filters: readonly Filter[]): void {
  foundBy.set(operation, undefined)
  const [filter, ...others] = filters
  if (filter !== undefined && others.length === 0 && foundBy.size < maxFinders)
    foundBy.set(nameOf(operation, filter), filter)
}

/** Tells whether the requirement about regular expressions covers a filter by name: one in ASCII that is not the whole name. */
const isSearch = ([name, value]: Filter, view: ServerView): boolean =>
  name === 'name' && value !== view.name && /^[\x20-\x7e]*$/.test(value)

/** Returns the filter that should have left out a server, if it is the only one and not a regular expression. */
function excludingFilter(view: ServerView, filters: readonly Filter[]): Filter | undefined {
  const [first, ...others] = filters.filter(([name, value]) => matches(view, name, value) === false)
  return others.length > 0 || (first?.[0] === 'name' && /[.^$]/.test(first[1])) ? undefined : first
}

/** A name without characters that have a meaning in a pattern. */
const plainName = /^[\w-]+$/

/** Tells whether a list with this filter alone has found the server. Both lists treat a plain name alike. */
const isFoundBy = (foundBy: Finders, operation: OperationId, filter: Filter): boolean =>
  foundBy.has(nameOf(operation, filter)) ||
  (filter[0] === 'name' && plainName.test(filter[1]) && foundBy.has(nameOf('listServers', filter)))

/** Returns the filter that wrongly leaves out a server: the only one that did not find it when used alone. */
function losingFilter(
  view: ServerView,
  foundBy: Finders,
  operation: OperationId,
  filters: readonly Filter[],
): Filter | undefined {
  if (!foundBy.has(operation) || filters.some(([name, value]) => matches(view, name, value) !== true)) return undefined
  const [first, ...others] = filters.filter((filter) => !isFoundBy(foundBy, operation, filter))
  return others.length > 0 ? undefined : first
}
