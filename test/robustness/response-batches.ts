/** Many responses are tested in few runs: a run serves a batch of them, each from another endpoint. */
import { expect } from 'vitest'
import { type CliRun, runCli } from '../fixtures/run-cli.ts'
import { isRequestFor, type ProxiedRequest, startProxy } from '../fixtures/tampering-proxy.ts'
import type { ListResponder } from './responses.ts'

/** An operation that lists something, and the requirement that fails or passes with its response. */
export interface ListEndpoint {
  /** Below version and tenant. */
  readonly path: string
  readonly requirement: string
  /** The key of the list in the body. */
  readonly member: string
  /** The number of reads before the suites start, which check that the target responds. They get the correct response. */
  readonly preflightReads: number
}

export const endpoints = {
  keypairs: { path: '/os-keypairs', requirement: 'keypairs.list.answers', member: 'keypairs', preflightReads: 0 },
  zones: {
    path: '/os-availability-zone',
    requirement: 'zones.list.answers',
    member: 'availabilityZoneInfo',
    preflightReads: 0,
  },
  flavors: { path: '/flavors', requirement: 'flavors.list.answers', member: 'flavors', preflightReads: 1 },
  versions: { path: '/', requirement: 'versions.list.answers', member: 'versions', preflightReads: 1 },
} as const satisfies Readonly<Record<string, ListEndpoint>>

const allEndpoints: readonly ListEndpoint[] = Object.values(endpoints)

/** A response to test. */
export interface ResponseCase {
  readonly name: string
  readonly respond: ListResponder
  /** The only endpoint that can serve it. Default: any. */
  readonly only?: ListEndpoint
  /** The number of reads that get it; later reads get the correct response. Default: all. */
  readonly reads?: number
}

/** A response with the endpoint that serves it. */
export type AssignedCase<C extends ResponseCase = ResponseCase> = C & { readonly endpoint: ListEndpoint }

/** Assigns each case to a free endpoint of a batch; opens another batch when there is none. */
function toBatches<C extends ResponseCase>(cases: readonly C[]): readonly (readonly AssignedCase<C>[])[] {
  const batches: AssignedCase<C>[][] = []
  const assign = (item: C, batch: AssignedCase<C>[]): boolean => {
    const free = allEndpoints.filter((endpoint) => batch.every((other) => other.endpoint !== endpoint))
    const endpoint = item.only === undefined ? free[0] : free.find((candidate) => candidate === item.only)
    if (endpoint) batch.push({ ...item, endpoint })
    return endpoint !== undefined
  }
  const restrictedFirst = cases.toSorted((a, b) => Number(b.only !== undefined) - Number(a.only !== undefined))
  for (const item of restrictedFirst) {
    if (batches.some((batch) => assign(item, batch))) continue
    const batch: AssignedCase<C>[] = []
    assign(item, batch)
    batches.push(batch)
  }
  return batches
}

/** Returns the batches as a table for `describe.each`: the names of the cases, and the batch. */
export const batchTable = <C extends ResponseCase>(cases: readonly C[]) =>
  toBatches(cases).map((batch) => [batch.map(({ name }) => name).join(', '), batch] as const)

/** Returns a batch as a table for `test.each`: the name of a case, and the case. */
export const caseTable = <C extends ResponseCase>(batch: readonly AssignedCase<C>[]) =>
  batch.map((item) => [item.name, item] as const)

/** Requirements that are always tested, so that the run sends more than the reads of the endpoints. */
const otherRequirements = ['keypairs.*', 'conventions.json-object']

export interface BatchOptions {
  /** Requirements to test besides those of the endpoints. */
  readonly requirements?: readonly string[]
  /** As for `runCli`. */
  readonly ownProcess?: boolean
  /** Receives every request. */
  readonly onRequest?: (request: ProxiedRequest) => void
}

/** Runs the suites against a target that sends the responses of a batch. */
export async function runBatch(
  batch: readonly AssignedCase[],
  { requirements = [], ownProcess = false, onRequest = () => undefined }: BatchOptions = {},
): Promise<CliRun> {
  const proxy = await startProxy((request, upstream, response) => {
    onRequest(request)
    const item = batch.find(({ endpoint }) => isRequestFor(request, 'GET', endpoint.path))
    if (!item) return false
    const read = request.count - item.endpoint.preflightReads
    if (read <= 0 || read > (item.reads ?? Number.POSITIVE_INFINITY)) return false
    item.respond(response, upstream, item.endpoint)
    return true
  })
  const ofEndpoints = batch.map(({ endpoint }) => endpoint.requirement)
  try {
    const only = [...otherRequirements, ...requirements, ...ofEndpoints]
    return await runCli(proxy.config, { only, ownProcess })
  } finally {
    await proxy.close()
  }
}

/** Asserts the outcome of the requirement of an endpoint, and the reason of it or what a finding says about the response. */
export function expectOutcome(run: CliRun, { requirement }: ListEndpoint, outcome: string, reason?: RegExp): void {
  const text = reason && expect.stringMatching(reason)
  const findings = expect.arrayContaining([expect.objectContaining({ actual: text })])
  expect(run.requirement(requirement)).toMatchObject({
    outcome,
    ...(text && (outcome === 'fail' ? { findings } : { reason: text })),
  })
}
