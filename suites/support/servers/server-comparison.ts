/** Compares two descriptions of one server. */
import { isDeepStrictEqual } from 'node:util'
import { type ApiResponse, assume, assumeDefined, type Matcher, resolvePointer } from '#harness'
import { lacksCommonMember, pairsAt } from '../server-metadata.ts'
import { assumeReadable, assumeWellFormed, detailedList } from './server-list.ts'
import { changedByMigration, withoutFloating, withoutNewMetadata } from './service-additions.ts'

/** Attributes that may change between two reads without a request. */
const volatileAttributes = ['updated', 'progress', 'fault']

/** Returns the value with sorted arrays and keys, for a comparison that ignores order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]))
}

const keysOf = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : [])

/** Returns the name of the first attribute that has different values, or that only one of the descriptions has. */
function firstDifference(one: unknown, other: unknown, ignored: readonly string[] = []): string | undefined {
  const skipped = [...volatileAttributes, ...ignored]
  const names = [...new Set([...keysOf(one), ...keysOf(other)])].filter((name) => !skipped.includes(name))
  const valueIn = (server: unknown, name: string) => sorted(resolvePointer(server, `server/${name}`))
  return names.find((name) => !isDeepStrictEqual(valueIn(one, name), valueIn(other, name)))
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/**
 * Tells whether two values are the same wherever both are given: at any depth, one may have fewer members than the other. Values of
 * different types agree, because schema requirements cover types.
 */
function agrees(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((element) => other.some((each) => agrees(element, each)))
  if (typeof one !== typeof other || Array.isArray(one) !== Array.isArray(other)) return true
  if (!isObject(one) || !isObject(other)) return isDeepStrictEqual(one, other)
  return keysOf(one)
    .filter((key) => key in other)
    .every((key) => agrees(resolvePointer(one, `one/${key}`), resolvePointer(other, `other/${key}`)))
}

/** Tells whether a description comes from showServer, and not from the detailed list because showServer does not work. */
export const isFromShow = (shown: ApiResponse): boolean => shown.exchange.operation !== 'listServersDetail'

/** Tells whether a response to showServer has a server. */
export const isShown = (response: ApiResponse): boolean => response.isSuccess && isObject(response.at('body/server'))

/**
 * Requires that a response to showServer has a server to compare.
 * @throws InconclusiveError when it has none, as an error response
 */
export const assumeShown = (response: ApiResponse): void =>
  assume(isShown(response), 'showServer does not return the server.', 'servers.show.answers')

/** Matches a list that shows a server under one of these names. Another requirement covers a missing name. */
export const showsListedName =
  (id: string, ...names: readonly unknown[]): Matcher =>
  (list) => {
    const listed = resolvePointer(listEntry(list, id), 'server/name')
    if (typeof listed !== 'string' || names.includes(listed)) return undefined
    const message = 'The list and showServer have different names for a server.'
    return { message, at: 'body/servers', expected: String(names[0]), actual: listed }
  }

/** Attributes whose members are named by their owner, and are not properties of a representation. */
const maps = ['addresses', 'metadata']

/**
 * Tells whether an object in the response to an update lacks a member that showServer has before and after the update. A response that
 * is only a part of the description may have parts of a nested one, too.
 */
function omitsMember(
  attribute: string,
  response: ApiResponse,
  ...others: readonly [ApiResponse, ApiResponse]
): boolean {
  const pointer = `body/server/${attribute}`
  const [before, after] = others.map((shown) => pairsAt(shown, pointer))
  const value = response.at(pointer)
  const isWhole = maps.includes(attribute) || response.at('body/server/OS-EXT-STS:vm_state') !== undefined
  return isWhole && isObject(value) && !Array.isArray(value) && lacksCommonMember(value, before, after)
}

/**
 * Matches a response to an update in which every attribute has the value that showServer has, apart from the excepted ones.
 * `before`: the response to showServer before the update.
 * @throws InconclusiveError when one of the responses shows another server
 */
export const agreesWithShow =
  (before: ApiResponse, shown: ApiResponse, ...except: readonly string[]): Matcher =>
  (response) => {
    const [answer, later] = [response.at('body/server'), shown.at('body/server')]
    const [server, expected] = [withoutFloating(answer, later), withoutFloating(later, answer)]
    assumeShown(shown)
    // servers.update.answer covers an update that returns no server.
    const isSame = [undefined, shown.at('body/server/id')].includes(response.at('body/server/id'))
    assume(isSame, 'showServer returned another server than the update.', 'servers.show.answers')
    // The server may be on another host since the update.
    const moved = before.at('body/server/hostId') === shown.at('body/server/hostId') ? [] : ['hostId']
    const ignored = [...volatileAttributes, ...changedByMigration(server, expected), ...moved, ...except]
    const attribute = keysOf(server)
      .filter((name) => !ignored.includes(name) && keysOf(expected).includes(name))
      .find(
        (name) =>
          omitsMember(name, response, before, shown) ||
          !agrees(resolvePointer(server, `server/${name}`), resolvePointer(expected, `server/${name}`)),
      )
    if (attribute === undefined) return undefined
    return {
      message: `The response to the update and showServer have different values of ${attribute}.`,
      at: `body/server/${attribute}`,
      expected: `${JSON.stringify(shown.at(`body/server/${attribute}`))}, as in showServer`,
      actual: JSON.stringify(response.at(`body/server/${attribute}`)) ?? 'no value',
    }
  }

/** Tells whether every link of a description contains the id of the server. */
const hasOwnLinks = (server: unknown, id: string): boolean => {
  const links = resolvePointer(server, 'server/links')
  const isOwn = (link: unknown) => {
    const href = resolvePointer(link, 'link/href')
    return typeof href === 'string' && href.includes(id)
  }
  return !Array.isArray(links) || links.every(isOwn)
}

/** Returns the element of a list that describes the server. */
export const listEntry = (list: ApiResponse, id: string): unknown =>
  list.array('body/servers').find((server) => resolvePointer(server, 'server/id') === id)

/** Tells whether the detailed list contains the server, and describes it as showServer does. */
export function isDescribedAs(shown: ApiResponse, id: string, detail: ApiResponse): boolean {
  const entry = listEntry(detail, id)
  return entry !== undefined && firstDifference(shown.at('body/server'), entry) === undefined
}

/**
 * Matches a detailed list that describes the server as showServer does.
 * @throws InconclusiveError when `shown` is another server (`servers.show.answers`), or the list leaves out the server
 *   (`servers.detail.answers`)
 */
export const matchesShow =
  (shown: ApiResponse, id: string): Matcher =>
  (detail) => {
    assumeShown(shown)
    assume(isFromShow(shown), 'showServer does not return the server.', shown.traits.unshownBy)
    assume(shown.id('body/server/id') === id, 'showServer returned another server.', 'servers.show.answers')
    assumeReadable(detail, 'servers.detail.answers')
    assumeWellFormed(detail, detailedList)
    const entry = assumeDefined(
      listEntry(detail, id),
      'The detailed list leaves out the server.',
      'servers.detail.answers',
    )
    // conventions.links covers links to another resource.
    const attribute = firstDifference(shown.at('body/server'), entry, hasOwnLinks(entry, id) ? [] : ['links'])
    if (attribute === undefined) return undefined
    return {
      message: `showServer and the detailed list have different values of ${attribute}.`,
      at: `body/servers/…/${attribute}`,
      expected: JSON.stringify(shown.at(`body/server/${attribute}`)) ?? 'no value, as in showServer',
      actual: JSON.stringify(resolvePointer(entry, `server/${attribute}`)) ?? 'no value',
    }
  }

/**
 * Matches a server with the same attributes as before, apart from what the service may add at any time, the host, the excepted ones and `created`,
 * which `servers.created-constant` covers.
 * @throws InconclusiveError when one of the two responses shows no server
 */
export const isUnchanged =
  (before: ApiResponse, ...except: readonly string[]): Matcher =>
  (response) => {
    for (const shown of [before, response]) assumeShown(shown)
    const [earlier, later] = [before.at('body/server'), response.at('body/server')]
    const present = withoutNewMetadata(withoutFloating(later, earlier), earlier)
    const ignored = ['created', 'hostId', ...changedByMigration(earlier, later), ...except]
    const attribute = firstDifference(withoutFloating(earlier, later), present, ignored)
    if (attribute === undefined) return undefined
    return {
      message: `${attribute} changed although the request did not set it.`,
      at: `body/server/${attribute}`,
      expected: JSON.stringify(before.at(`body/server/${attribute}`)) ?? 'no value',
      actual: JSON.stringify(response.at(`body/server/${attribute}`)) ?? 'no value',
    }
  }
