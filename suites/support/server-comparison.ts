/** How two descriptions of one server are compared. */
import { isDeepStrictEqual } from 'node:util'
import { type ApiResponse, assume, assumeDefined, type Matcher, resolvePointer } from '#harness'

/** What may move between two reads of a server that nobody touches. */
const volatile = ['updated', 'progress', 'fault']

/** The same value with every list in an order of its own, so that order does not count. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(ordered).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, member]) => [key, ordered(member)]))
}

const keysOf = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : [])

/** Names of the attributes in which two descriptions differ, whether in value or in being there at all. */
export function differences(one: unknown, other: unknown, besides: readonly string[] = []): string[] {
  const ignored = [...volatile, ...besides]
  const names = [...new Set([...keysOf(one), ...keysOf(other)])].filter((name) => !ignored.includes(name))
  const member = (of: unknown, name: string) => ordered(resolvePointer(of, `server/${name}`))
  return names.filter((name) => !isDeepStrictEqual(member(one, name), member(other, name)))
}

/** The element of a list that describes this server. */
export const listEntry = (list: ApiResponse, id: string): unknown =>
  list.array('body/servers').find((server) => resolvePointer(server, 'server/id') === id)

/** The detailed list describes a server as it was shown. A list without it, or another server shown, is judged by itself. */
export const matchesShow =
  (shown: ApiResponse, id: string): Matcher =>
  (detail) => {
    assume(shown.at('body/server/id') === id, 'Another server is shown.')
    const listed = assumeDefined(listEntry(detail, id), 'The detailed list does not have the server.')
    const [first] = differences(shown.at('body/server'), listed)
    if (first === undefined) return undefined
    return {
      message: `Show and the detailed list differ in ${first}.`,
      at: `body/servers/…/${first}`,
      expected: JSON.stringify(shown.at(`body/server/${first}`)) ?? 'nothing, as in show',
      actual: JSON.stringify(resolvePointer(listed, `server/${first}`)) ?? 'nothing',
    }
  }

/** A shown server has the same attributes as it had, but for those named. That its creation does not move is judged by itself. */
export const isUnchanged =
  (before: ApiResponse, ...besides: readonly string[]): Matcher =>
  (response) => {
    const [first] = differences(before.at('body/server'), response.at('body/server'), ['created', ...besides])
    if (first === undefined) return undefined
    return {
      message: `${first} is not what it was, and nobody asked for that.`,
      at: `body/server/${first}`,
      expected: JSON.stringify(before.at(`body/server/${first}`)) ?? 'nothing',
      actual: JSON.stringify(response.at(`body/server/${first}`)) ?? 'nothing',
    }
  }
