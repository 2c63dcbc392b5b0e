/**
 * GET /servers/{serverId}: status, vm_state, power_state and task_state.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  describe,
  hasId,
  hasValue,
  hasValueMatching,
  inStatus,
  isAtRest,
  type Matcher,
  test,
  verifies,
} from '#harness'
import type { RequirementId } from '#model'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { minimalServer } from '../scenarios/minimal-server.ts'
import { assumeActive, type ScenarioContext, type ServerObservation } from '../scenarios/scenario.ts'
import { twoVolumeServer } from '../scenarios/two-volume-server.ts'
import { serverReaderInStatus } from '../support/servers/agreement-checks.ts'
import { listEntry, matchesShow } from '../support/servers/server-comparison.ts'
import { assumeReadable, detailedList, listReader } from '../support/servers/server-list.ts'
import {
  isBuilding,
  powerOff,
  powerOn,
  powerStatePointer,
  statusPointer,
  taskStatePointer,
  vmStatePointer,
} from '../support/servers/server-state.ts'

const launchedAtPointer = 'body/server/OS-SRV-USG:launched_at'

/** The requirements that the OpenAPI description covers, by the pointer of their value. */
const requirementOf: Readonly<Record<string, RequirementId>> = {
  [statusPointer]: 'servers.status',
  [vmStatePointer]: 'servers.vm-state',
  [powerStatePointer]: 'servers.power-state',
  [taskStatePointer]: 'servers.task-state',
  [launchedAtPointer]: 'servers.launched-at',
}

/**
 * Requires a value of the documented type.
 * @throws InconclusiveError when it is missing or has another type, which the OpenAPI description covers
 */
function assumeType(response: ApiResponse, pointer: string, isType: (value: unknown) => boolean): void {
  assume(isType(response.at(pointer)), `The server shows no ${pointer}.`, requirementOf[pointer])
}
const isString = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) => typeof value === 'number'
const isPresent = (value: unknown) => value !== undefined

/** The values that belong to a status. Each has a separate test, because a server that omits one value may show the others. */
const stateValues = [
  {
    requirement: 'servers.task-state.idle',
    pointer: taskStatePointer,
    isType: isPresent,
    active: null,
    shutoff: null,
  },
  {
    requirement: 'servers.vm-state.agrees',
    pointer: vmStatePointer,
    isType: isString,
    active: 'active',
    shutoff: 'stopped',
  },
  {
    requirement: 'servers.power-state.agrees',
    pointer: powerStatePointer,
    isType: isNumber,
    active: powerOn,
    shutoff: powerOff,
  },
] as const

/** Returns the observations of the other scenarios' servers. Other tests use the one with two volumes only where servers boot from volumes. */
async function otherObservations(ctx: ScenarioContext): Promise<readonly ServerObservation[]> {
  const bootsFromVolumes = ctx.compute.run.settings.capabilities.includes('bootVolume')
  const scenarios = await Promise.allSettled([
    fileInjectionServer(ctx),
    allFieldsServer(ctx),
    ...(bootsFromVolumes ? [twoVolumeServer(ctx)] : []),
  ])
  return scenarios.flatMap((result) => (result.status === 'fulfilled' ? (result.value.observation ?? []) : []))
}

describe('GET /servers/{serverId}, states', () => {
  test(
    'shows BUILD until a new server is ACTIVE',
    verifies('servers.state.build'),
    async ({ given, compute, build, verify }) => {
      const ctx = { given, compute, build }
      const observation = (await minimalServer(ctx)).lifecycle?.observation
      // A server that is never ACTIVE was shown as being built all the time; servers.create.becomes-active covers the rest.
      if (observation && !observation.isActive && observation.reads.every(isBuilding))
        return verify('servers.state.build').pass(observation.shown.string(statusPointer))
      const { reads, shown, isStarted } = assumeActive(observation)
      assume(!isStarted, 'The server of the scenario did not become ACTIVE.', 'servers.create.becomes-active')
      // On a fast target a server may be ACTIVE at the first read; then those of the other scenarios may show the
      // status.
      const activeServers = (await otherObservations(ctx)).filter((server) => server.isActive && !server.isStarted)

      const allReads = [...reads, ...activeServers.flatMap((server) => server.reads)]
      // Other requirements cover a response without a status.
      const readsWithStatus = allReads.filter((read) => read.string(statusPointer) !== undefined)
      // servers.state.active covers another name of ACTIVE. An operator may migrate a server as soon as it is ACTIVE.
      const wasActive = (read: ApiResponse) =>
        inStatus('ACTIVE').holds(read) || read.string(statusPointer) === 'MIGRATING'
      const readsBefore = readsWithStatus.filter((read) => !wasActive(read))
      const wrong = readsBefore.find((read) => !isBuilding(read))
      verify('servers.state.build').holds(wrong === undefined, wrong ?? shown, {
        message: 'A new server had a status other than BUILD before it was ACTIVE.',
        at: statusPointer,
        expected: 'BUILD or BUILDING',
        actual: wrong?.string(statusPointer) ?? 'nothing',
      })
      verify('servers.state.build').pass(readsBefore[0]?.string(statusPointer))
    },
  )

  test(
    'shows ACTIVE for a running server',
    verifies('servers.state.active'),
    async ({ given, compute, build, verify }) => {
      const { lifecycle } = await minimalServer({ given, compute, build })
      const { shown } = assumeDefined(
        lifecycle,
        'The server of the scenario could not be created.',
        'servers.create.answers',
      ).observation

      const runs =
        shown.at(vmStatePointer) === 'active' || shown.at(powerStatePointer) === powerOn || isAtRest('ACTIVE')(shown)
      assume(runs, 'The server does not run.', 'servers.create.becomes-active')
      assumeType(shown, statusPointer, isString)
      verify('servers.state.active').matches(shown, hasValue(statusPointer, 'ACTIVE'))
    },
  )

  test(
    'shows the same id and creation time while the server is built',
    verifies('servers.created-constant'),
    async ({ given, compute, build, verify }) => {
      const { lifecycle } = await minimalServer({ given, compute, build })
      const { reads, id } = assumeDefined(
        lifecycle,
        'The server of the scenario could not be created.',
        'servers.create.answers',
      ).observation

      const created = assumeDefined(
        reads[0]?.string('body/server/created'),
        'The server shows no creation time.',
        'servers.created',
      )
      assume(reads[0]?.id('body/server/id') === id, 'showServer returned another server.', 'servers.show.answers')
      for (const read of reads.filter(({ isSuccess }) => isSuccess)) {
        verify('servers.created-constant').matches(
          read,
          hasId('body/server/id', id),
          hasValue('body/server/created', created),
        )
      }
    },
  )

  test(
    'shows no task for a new server that is ACTIVE',
    verifies('servers.task-state.idle'),
    async ({ given, compute, build, verify }) => {
      const { lifecycle } = await minimalServer({ given, compute, build })
      const { shown } = assumeActive(lifecycle?.observation)

      assumeType(shown, taskStatePointer, isPresent)
      verify('servers.task-state.idle').matches(shown, hasValue(taskStatePointer, null))
    },
  )

  for (const { requirement, pointer, isType, active, shutoff } of stateValues) {
    test(
      `shows ${active} as ${pointer} of an ACTIVE server`,
      verifies(requirement),
      async ({ given, compute, verify }) => {
        const server = await given.server()
        const show = serverReaderInStatus(compute, server.id, 'ACTIVE')

        assumeType(await show(), pointer, isType)
        await verify(requirement).eventually(show, hasValue(pointer, active))
      },
    )

    test(
      `shows ${shutoff} as ${pointer} of a SHUTOFF server`,
      verifies(requirement),
      async ({ given, compute, verify }) => {
        const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
        const show = serverReaderInStatus(compute, server.id, 'SHUTOFF')

        assumeType(await show(), pointer, isType)
        await verify(requirement).eventually(show, hasValue(pointer, shutoff))
      },
    )
  }

  test(
    'shows when a SHUTOFF server was launched',
    verifies('servers.launched-at.set'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const show = serverReaderInStatus(compute, server.id, 'SHUTOFF')

      assumeType(await show(), launchedAtPointer, isPresent)
      const wasLaunched = hasValueMatching(launchedAtPointer, 'the time of its last launch', (value) => value !== null)
      await verify('servers.launched-at.set').eventually(show, wasLaunched)
    },
  )

  test(
    'describes a SHUTOFF server as the detailed list does',
    verifies('servers.show.equals-detail'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const show = serverReaderInStatus(compute, server.id, 'SHUTOFF')
      const shown = await show()

      const readDetail = () => listReader(compute, detailedList).until(server.id)({ name: server.name })
      const isListed = (detail: ApiResponse) => listEntry(detail, server.id) !== undefined
      const key = 'servers in listServersDetail'
      const { value: detail, isDone } = await compute.poll(readDetail, isListed, 'propagation', key)
      assumeReadable(detail, 'servers.detail.answers')
      assume(isDone, 'The detailed list leaves out the stopped server.', 'servers.detail.answers')
      let described = shown
      const readBoth = async () => {
        described = await show()
        return readDetail()
      }
      const isSame: Matcher = (detail) => (isListed(detail) ? matchesShow(described, server.id)(detail) : undefined)
      await verify.soft('servers.show.equals-detail').eventually(readBoth, isSame)
    },
  )
})
