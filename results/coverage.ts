import type { Exchange } from '#model'

import type { Coverage } from './report.ts'
import type { TestResult } from './test-result.ts'

/** What there is to cover: the contract's operations, and its properties as `operation pointer`. */
export interface Coverable {
  readonly operations: readonly string[]
  readonly properties: readonly string[]
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort()

const pick = <T>(keys: readonly string[], value: (key: string) => T): Record<string, T> =>
  Object.fromEntries(keys.map((key) => [key, value(key)]))

function statuses(exchanges: readonly Exchange[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status } of exchanges) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

const queryNames = ({ url }: Exchange): string[] => (URL.canParse(url) ? [...new URL(url).searchParams.keys()] : [])

/** A server's status is a few capitals; anything else that stands there is a finding's business, not a state. */
const state = /^[A-Z][A-Z_]{0,31}$/

function shownState({ operation, body }: Exchange): string[] {
  if (operation !== 'showServer' || body === undefined) return []
  try {
    const status: unknown = JSON.parse(body)?.server?.status
    return typeof status === 'string' && state.test(status) ? [status] : []
  } catch {
    return []
  }
}

/** How much of the contract the run touched. Every operation is listed, called or not, so that a gap is seen. */
export function coverageOf(exchanges: readonly Exchange[], cases: readonly TestResult[], all: Coverable): Coverage {
  const of = new Map(all.operations.map((id) => [id, exchanges.filter(({ operation }) => operation === id)]))
  const calls = (id: string) => of.get(id) ?? []
  const called = all.operations.filter((id) => calls(id).length > 0)
  const asking = called.filter((id) => calls(id).some((exchange) => queryNames(exchange).length > 0))
  const sent = new Set(cases.flatMap(({ evidence }) => evidence.properties))
  const unseen = all.properties.filter((property) => !sent.has(property))
  const passed = cases.flatMap(({ evidence }) => evidence.transitions.flatMap(({ from, to }) => [from, to]))
  return {
    operations: pick(all.operations, (id) => calls(id).length),
    statuses: pick(called, (id) => statuses(calls(id))),
    properties: { seen: all.properties.length - unseen.length, documented: all.properties.length, unseen },
    queryParameters: pick(asking, (id) => distinct(calls(id).flatMap(queryNames))),
    states: distinct([...passed.filter((name) => state.test(name)), ...exchanges.flatMap(shownState)]),
    undocumentedProperties: distinct(cases.flatMap(({ evidence }) => evidence.undocumentedProperties)),
  }
}
