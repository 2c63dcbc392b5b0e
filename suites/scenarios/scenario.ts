/**
 * Situations that several tests look at: a server is made once, everything worth seeing of it is written down, and each
 * test judges its own requirement by that record. So one creation serves many requirements.
 */
import { setTimeout as pause } from 'node:timers/promises'
import {
  type ApiResponse,
  assumeDefined,
  type ComputeClient,
  type ForcedStatus,
  InconclusiveError,
  isAtRest,
  isRejected,
  members,
} from '#harness'

export type Fields = Readonly<Record<string, unknown>>

/** What a situation stands on. */
interface ScenarioFixtures {
  reserveCapacity(places?: number): Promise<() => Promise<void>>
  keypair(body: Fields): Promise<{ readonly name: string }>
  port(): Promise<{ readonly id: string; readonly address: string }>
  forceStatus(server: { readonly id: string }, status: ForcedStatus): Promise<unknown>
  scope(compute: ComputeClient): ScenarioFixtures
  cleanUp(): Promise<void>
}

/** The fixtures that a situation is made with: those of the test that needs it first. */
export interface ScenarioContext {
  readonly given: ScenarioFixtures
  readonly compute: ComputeClient
  readonly build: {
    server(what: string, change?: Fields, kind?: 'ordinary' | 'local'): { readonly server: Fields }
    rootVolume(change?: Fields): Fields
    longName(length: number): string
  }
}

/**
 * Makes a situation once for all tests of a run. Its servers go as soon as everything is written down, so that no test
 * holds room for servers while it waits for another situation. A run that may only read makes nothing, so there every
 * test finds that out for itself.
 */
export function sharedScenario<T>(
  make: (tools: ScenarioContext) => Promise<T>,
): (tools: ScenarioContext) => Promise<T> {
  const made = new WeakMap<object, Promise<T>>()
  return (tools) => {
    const { run } = tools.compute
    if (run.settings.readOnly) return make(tools)
    const situation = made.get(run) ?? makeAndCleanUp(make, tools)
    made.set(run, situation)
    return situation
  }
}

/** What the situation holds is its own: the test that needs it first may be making others at the same time. */
async function makeAndCleanUp<T>(make: (tools: ScenarioContext) => Promise<T>, tools: ScenarioContext): Promise<T> {
  const compute = tools.compute.withOwnResources()
  const given = tools.given.scope(compute)
  try {
    return await make({ ...tools, given, compute })
  } finally {
    await given.cleanUp()
  }
}

/**
 * Waits for room for a server. Where so many servers failed that none are lent any more, there is room all the same: the
 * servers of these situations are the ones that show why.
 */
export async function reserveForScenario(tools: ScenarioContext): Promise<void> {
  await tools.given.reserveCapacity().catch((refusal: unknown) => {
    if (tools.compute.run.settings.maxServers < 1) throw refusal
  })
}

/** Reads again and again until an answer is the one waited for or the time (ms) is up; returns all answers. */
export async function pollAll(
  read: () => Promise<ApiResponse>,
  isEnd: (response: ApiResponse) => boolean,
  within: number,
): Promise<readonly [ApiResponse, ...ApiResponse[]]> {
  const began = performance.now()
  const first = await read()
  const rest: ApiResponse[] = []
  for (let last = first; !isEnd(last) && performance.now() - began < within; ) {
    const asked = Number(last.header('retry-after')) * 1000
    const usual = Math.min(Math.max((performance.now() - began) * 0.2, last.exchange.ms * 4, 4), 5_000)
    await pause(asked > 0 ? Math.min(asked, 60_000) : usual)
    last = await read()
    rest.push(last)
  }
  return [first, ...rest]
}

/** What was seen of a server from its creation until it came to rest. */
export interface ServerObservation {
  readonly id: string
  /** Every show, the first right after the creation. */
  readonly shows: readonly ApiResponse[]
  /** The last of them. */
  readonly shown: ApiResponse
  /** Its status is ACTIVE, and what was under way had time to end. */
  readonly isActive: boolean
}

/** Asks for a server. What the tenant's limits forbid says nothing about the request. */
export async function requestServer({ compute }: ScenarioContext, body: unknown): Promise<ApiResponse> {
  const response = await compute.call('createServer', { body })
  const isLimit = [413, 429].includes(response.status) || (response.status === 403 && /quota/i.test(response.text))
  if (isLimit)
    throw new InconclusiveError(`The tenant may have no more servers now: ${response.status} ${response.text}`)
  return response
}

/** Watches a server that was asked for until it is ACTIVE or will not be. */
export async function observeCreation({ compute }: ScenarioContext, created: ApiResponse): Promise<ServerObservation> {
  const id = assumeDefined(created.string('body/server/id'), 'The answer to the creation names no server.')
  const looking = compute.withPhase('wait')
  const isEnd = (response: ApiResponse) =>
    isAtRest('ACTIVE')(response) || response.at('body/server/status') === 'ERROR' || response.status === 404
  const shows = await pollAll(
    () => looking.call('showServer', { path: { serverId: id } }),
    isEnd,
    compute.run.settings.timeouts.create,
  )
  const shown = shows.at(-1) ?? shows[0]
  return { id, shows, shown, isActive: shown.at('body/server/status') === 'ACTIVE' }
}

/** No longer to be seen; by which status that is said is judged elsewhere. */
export const isGone = (response: ApiResponse): boolean => isRejected(response) === undefined && response.status !== 429

/** Deletes a server and reads it until it is away; returns the answer to the deletion and all reads. */
export async function deleteAndObserve({ compute }: ScenarioContext, id: string) {
  const path = { serverId: id }
  const asked = await compute.call('deleteServer', { path })
  const reads = await pollAll(
    () => compute.withPhase('wait').call('showServer', { path }),
    isGone,
    compute.run.settings.timeouts.delete,
  )
  return { asked, reads, last: reads.at(-1) ?? reads[0] }
}

/** Ids of the volumes a server has, as its attachments and its own description tell. */
export async function volumesOf({ compute }: ScenarioContext, { id, shown }: ServerObservation) {
  const attachments = await compute.call('listVolumeAttachments', { path: { serverId: id } })
  const ids = [
    ...members(attachments, 'body/volumeAttachments', 'volumeId'),
    ...members(shown, 'body/server/os-extended-volumes:volumes_attached', 'id'),
  ]
  return { attachments, ids: [...new Set(ids.filter((one) => typeof one === 'string'))] }
}

/** The ACTIVE server that a test needs to look at; how it becomes ACTIVE is judged elsewhere. */
export function assumeActive(sight: ServerObservation | undefined): ServerObservation {
  const there = assumeDefined(sight, 'The server to look at could not be created.')
  return assumeDefined(there.isActive ? there : undefined, 'The server to look at did not become ACTIVE.')
}
