import type { Exchange } from '#model'

/** From when on a server was observed in a status. */
export interface StatusSpan {
  /** `404` once the server was gone. */
  readonly status: string
  /** When the first response with this status ended: milliseconds since the epoch. */
  readonly from: number
  /** When the last one did. */
  readonly to: number
  /** Index of the exchange that showed it first. */
  readonly exchange: number
}

/** The observed history of one server. */
export interface ServerHistory {
  readonly id: string
  readonly name: string
  readonly spans: readonly StatusSpan[]
}

interface Observation {
  readonly id: string
  readonly name: string
  readonly status: string
}

/** The form of a server status. Other values are not drawn. */
const statusForm = /^[A-Z][A-Z_]{0,31}$/

function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? 'null')
  } catch {
    return undefined
  }
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined

function observation(server: unknown): readonly Observation[] {
  const id = memberOf(server, 'id')
  const name = memberOf(server, 'name')
  const status = memberOf(server, 'status')
  if (typeof id !== 'string' || typeof status !== 'string' || !statusForm.test(status)) return []
  return [{ id, name: typeof name === 'string' ? name : '', status }]
}

/** Returns the last part of the path of `GET /servers/{id}`. */
const idInPath = ({ url }: Exchange): string =>
  URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : ''

function observationsIn(exchange: Exchange): readonly Observation[] {
  const { operation, status, body } = exchange
  if (operation === 'showServer') {
    if (status === 404) return [{ id: idInPath(exchange), name: '', status: '404' }]
    return observation(memberOf(parsed(body), 'server'))
  }
  if (operation !== 'listServersDetail' || status !== 200) return []
  const list = memberOf(parsed(body), 'servers')
  return Array.isArray(list) ? list.flatMap(observation) : []
}

interface OpenHistory {
  name: string
  readonly spans: { status: string; from: number; to: number; exchange: number }[]
}

/** Adds the status in a response. A server that no response has shown cannot be gone. */
function add(
  histories: Map<string, OpenHistory>,
  { id, name, status }: Observation,
  at: number,
  exchange: number,
): void {
  const history = histories.get(id) ?? { name: '', spans: [] }
  const last = history.spans.at(-1)
  if (status === '404' && last === undefined) return
  if (last?.status === status) last.to = Math.max(last.to, at)
  else history.spans.push({ status, from: at, to: at, exchange })
  if (name !== '') history.name = name
  histories.set(id, history)
}

/** Returns the statuses of each server in the order in which the responses ended, the servers by their first one. */
export function serverHistories(exchanges: readonly Exchange[]): readonly ServerHistory[] {
  const histories = new Map<string, OpenHistory>()
  const endOf = ({ startedAt, ms }: Exchange): number => startedAt + ms
  for (const exchange of [...exchanges].sort((a, b) => endOf(a) - endOf(b)))
    for (const each of observationsIn(exchange)) add(histories, each, Math.round(endOf(exchange)), exchange.index)
  return [...histories].map(([id, { name, spans }]) => ({ id, name, spans }))
}
