/**
 * Scenarios: a server is created once for a run, all responses about it are recorded, and several tests verify different requirements
 * with the record. Thus one server serves many requirements.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  type ComputeClient,
  createdServerId,
  deservesAnotherAttempt,
  type ForcedStatus,
  InconclusiveError,
  inStatus,
  isDeletedServer,
  isListedOnly,
  isRejected,
  type ReservationPurpose,
  resolvePointer,
  startIfStopped,
  untilDescribed,
  type WaitOptions,
  withoutTask,
} from '#harness'

/** Members of a JSON object. */
export type JsonFields = Readonly<Record<string, unknown>>

/** A server group with the response to its creation. */
export interface ScenarioServerGroup {
  readonly id: string
  readonly name: string
  readonly response: ApiResponse
}

interface ScenarioFixtures {
  reserveCapacity(servers?: number, purpose?: ReservationPurpose): Promise<() => Promise<void>>
  keypair(body: JsonFields, label?: string): Promise<{ readonly name: string }>
  serverGroup(name?: string): Promise<ScenarioServerGroup>
  port(): Promise<{ readonly id: string; readonly address: string }>
  forceStatus(server: { readonly id: string }, status: ForcedStatus): Promise<unknown>
  scope(compute: ComputeClient): ScenarioFixtures
  cleanUp(): Promise<void>
}

/** The fixtures that a scenario needs, provided by the first test that uses it. */
export interface ScenarioContext {
  readonly given: ScenarioFixtures
  readonly compute: ComputeClient
  readonly build: {
    server(label: string, overrides?: JsonFields, kind?: 'ordinary' | 'local'): { readonly server: JsonFields }
    rootVolume(overrides?: JsonFields): JsonFields
    longName(length: number): string
  }
}

/**
 * Returns a function that runs the scenario once for all tests of a run. Its resources are deleted when the record is complete, so that
 * no test occupies capacity for servers while it waits for another scenario. In a read-only run the scenario is not shared, so that
 * each test is skipped with its own reason.
 */
export function sharedScenario<T extends ScenarioRecord>(
  runScenario: (ctx: ScenarioContext) => Promise<T>,
): (ctx: ScenarioContext) => Promise<T> {
  const records = new WeakMap<object, Promise<T>>()
  return (ctx) => {
    const { run } = ctx.compute
    if (run.settings.readOnly) return runScenario(ctx)
    const record = records.get(run) ?? runRepeatedly(runScenario, ctx)
    records.set(run, record)
    return record
  }
}

/** The members of every record by which a failed server is recognized. */
interface ScenarioRecord {
  readonly observation?: ServerObservation
  readonly lifecycle?: { readonly observation: ServerObservation }
}

/** Runs the scenario, and repeats it if its server failed on a target where some new servers fail. */
async function runRepeatedly<T extends ScenarioRecord>(
  runScenario: (ctx: ScenarioContext) => Promise<T>,
  ctx: ScenarioContext,
): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    const record = await runAndCleanUp(runScenario, ctx)
    const { shown } = record.observation ?? record.lifecycle?.observation ?? {}
    if (shown === undefined || !deservesAnotherAttempt(ctx.compute.run, shown, attempts)) return record
  }
}

/** Runs the scenario with its own resources, separate from those that the test creates at the same time, and deletes them. */
async function runAndCleanUp<T>(runScenario: (ctx: ScenarioContext) => Promise<T>, ctx: ScenarioContext): Promise<T> {
  const compute = ctx.compute.withOwnResources()
  const given = ctx.given.scope(compute)
  try {
    return await runScenario({ ...ctx, given, compute })
  } finally {
    await given.cleanUp()
  }
}

/**
 * Reserves capacity, by default for one server. Goes on without it when the pool has stopped because too many servers failed, so that
 * the servers of the scenarios show the reason. `priority`: higher for a scenario that more tests use.
 */
export async function reserveForScenario(
  { given, compute }: ScenarioContext,
  priority = 2,
  servers = 1,
): Promise<void> {
  await given.reserveCapacity(servers, { priority }).catch((error: unknown) => {
    const isFull = error instanceof InconclusiveError && error.blockedBy === 'servers.delete.removes'
    if (isFull || compute.run.settings.maxServers < 1) throw error
  })
}

interface RecordedPoll {
  /** Every response of the poll. */
  readonly reads: readonly ApiResponse[]
  readonly last: ApiResponse
}

/** Waits for a server and records every response to showServer. */
async function waitAndRecord(compute: ComputeClient, id: string, options: WaitOptions): Promise<RecordedPoll> {
  const reads: ApiResponse[] = []
  const { response: last } = await compute.waitForServer(id, options, (response) => reads.push(response))
  return { reads, last }
}

/** The responses about a server from its creation until it was ACTIVE, had failed or the timeout was over. */
export interface ServerObservation {
  readonly id: string
  /** Every response to showServer, the first immediately after the creation. */
  readonly reads: readonly ApiResponse[]
  /** The last response, to a later request if it was started, which describes an ACTIVE server completely if possible. */
  readonly shown: ApiResponse
  /** Whether it is ACTIVE, by itself or because it was started. */
  readonly isActive: boolean
  /** Whether it came to rest powered off, and was started. */
  readonly isStarted: boolean
  /** Whether the list contains the server but showServer returns an error. */
  readonly isListedOnly: boolean
}

/** Statuses with which a target may reject a request that lacks a field, unlike those for an operation that it does not have. */
const incompleteStatuses = [400, 409, 422]

/**
 * Requests a server.
 * @throws InconclusiveError when it is rejected for lack of a required key that the target does not create
 */
export async function requestServer({ compute }: ScenarioContext, body: unknown): Promise<ApiResponse> {
  const response = await compute.call('createServer', { body })
  const isKeyMissing = compute.run.createShape.lacksKey && resolvePointer(body, 'body/server/key_name') === undefined
  assume(
    !isKeyMissing || !incompleteStatuses.includes(response.status),
    'The target creates no server without a keypair, which the document requires, and creates no keypair.',
    'keypairs.create.generates',
  )
  return response
}

/** Observes a server that was requested until it is ACTIVE without a task, in ERROR, or not found. */
export async function observeCreation({ compute }: ScenarioContext, created: ApiResponse): Promise<ServerObservation> {
  const id = assumeDefined(
    createdServerId(compute.run, created),
    'The response to createServer has no server id.',
    'servers.create.answers',
  )
  const conditions = [inStatus('ACTIVE'), withoutTask]
  const all: ApiResponse[] = []
  const wait: WaitOptions = { after: 'create', name: 'create', conditions }
  const built = await compute.waitForServer(id, wait, (response) => all.push(response))
  // A new server may become visible a little after the response to its creation.
  const first = all.findIndex(({ status }) => status !== 404)
  const reads = all.slice(Math.max(0, first))
  const { response: last } = await startIfStopped(compute, id, built)
  const isActive = inStatus('ACTIVE').holds(last)
  const isStarted = isActive && last !== built.response
  const shown = isActive ? await untilDescribed(compute, id, last) : last
  return { id, reads, shown, isActive, isStarted, isListedOnly: await isListedOnly(compute, id, last) }
}

/** Tells whether the response says that there is no such resource: any 4xx but a rate limit. `status.not-found` covers the exact status. */
export const isNoLongerShown = (response: ApiResponse): boolean =>
  isRejected(response) === undefined && response.status !== 429

/** Tells whether the server is not found, or is shown as DELETED. */
export const isDeletedOrNotFound = (response: ApiResponse): boolean =>
  isNoLongerShown(response) || isDeletedServer(response)

/** The response to a deletion, and the responses to showServer after it. */
export interface DeletionObservation extends RecordedPoll {
  readonly response: ApiResponse
}

/** Deletes a server, and shows it until it is not found or the timeout is over. */
export async function deleteAndObserve({ compute }: ScenarioContext, id: string): Promise<DeletionObservation> {
  const path = { serverId: id }
  const response = await compute.call('deleteServer', { path })
  const notFound = { expected: 'not found', at: 'status', holds: isNoLongerShown }
  const wait: WaitOptions = { after: 'delete', name: 'delete', conditions: [notFound] }
  return { response, ...(await waitAndRecord(compute, id, wait)) }
}

/**
 * Returns the observation of a server that became ACTIVE.
 * @throws InconclusiveError when there is no server, or it did not become ACTIVE, which `servers.create.becomes-active` covers
 */
export function assumeActive(observation: ServerObservation | undefined): ServerObservation {
  const observed = assumeDefined(
    observation,
    'The server of the scenario could not be created.',
    'servers.create.answers',
  )
  assumeNotListedOnly(observed)
  if (observed.isActive) return observed
  const fault = observed.shown.string('body/server/fault/message')
  const sentence = 'The server of the scenario did not become ACTIVE'
  throw new InconclusiveError(fault ? `${sentence}: ${fault}` : `${sentence}.`, {
    blockedBy: 'servers.create.becomes-active',
  })
}

/**
 * Requires that a listed server can be shown.
 * @throws InconclusiveError when showServer returns an error for it
 */
export const assumeNotListedOnly = (observation: ServerObservation): void =>
  assume(!observation.isListedOnly, 'A server that is in the list cannot be shown.', 'servers.show.answers')
