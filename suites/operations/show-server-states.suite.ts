/**
 * GET /servers/{serverId}: what a client may rely on when it reads the state of a server.
 */
import { type ApiResponse, assume, assumeDefined, describe, hasValue, isAtRest, test, verifies } from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { minimalServer } from '../scenarios/minimal-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { twoVolumeServer } from '../scenarios/two-volume-server.ts'
import { listEntry, matchesShow } from '../support/server-comparison.ts'

const vmState = 'body/server/OS-EXT-STS:vm_state'
const powerState = 'body/server/OS-EXT-STS:power_state'
const taskState = 'body/server/OS-EXT-STS:task_state'

/** What is not shown at all, or not as the type it has, is judged by the contract. */
const needs = (response: ApiResponse, pointer: string, isKind: (value: unknown) => boolean): void => {
  assume(isKind(response.at(pointer)), `The server shows no ${pointer}.`)
}
const isText = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) => typeof value === 'number'

describe('GET /servers/{serverId}, states', () => {
  test(
    'says that a server is being built until it is ACTIVE',
    verifies('servers.state.build'),
    async ({ given, compute, build, verify }) => {
      const { shows: reads, shown } = assumeActive((await minimalServer({ given, compute, build })).life?.sight)
      // On a quick target a server may be ACTIVE before the first look; then others tell.
      const others = await Promise.allSettled([
        fileInjectionServer({ given, compute, build }),
        allFieldsServer({ given, compute, build }),
        twoVolumeServer({ given, compute, build }),
      ])
      const sights = others.flatMap((one) => (one.status === 'fulfilled' ? (one.value.sight ?? []) : []))

      const all = [...reads, ...sights.filter(({ isActive }) => isActive).flatMap(({ shows }) => shows)]
      const before = all.filter((read) => read.at('body/server/status') !== 'ACTIVE')
      const building = ['BUILD', 'BUILDING']
      const stray = before.find((read) => !building.includes(read.string('body/server/status') ?? ''))
      verify('servers.state.build').holds(stray === undefined, stray ?? shown, {
        message: 'A new server was something else than being built before it was ACTIVE.',
        at: 'body/server/status',
        expected: building.join(' or '),
        actual: stray?.string('body/server/status') ?? 'nothing',
      })
      verify('servers.state.build').pass(before[0]?.string('body/server/status'))
    },
  )

  test(
    'says ACTIVE of a server that runs',
    verifies('servers.state.active'),
    async ({ given, compute, build, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { shown } = assumeDefined(life, 'There is no server to look at.').sight

      const runs = shown.at(vmState) === 'active' || shown.at(powerState) === 1 || isAtRest('ACTIVE')(shown)
      assume(runs, 'The server does not run.')
      needs(shown, 'body/server/status', isText)
      verify('servers.state.active').matches(shown, hasValue('body/server/status', 'ACTIVE'))
    },
  )

  test(
    'keeps the id and the time of creation while the server is built',
    verifies('servers.created-constant'),
    async ({ given, compute, build, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { shows: reads, id } = assumeDefined(life, 'There is no server to look at.').sight

      const first = assumeDefined(reads[0]?.string('body/server/created'), 'The server shows no time of creation.')
      assume(reads[0]?.at('body/server/id') === id, 'Another server is shown.')
      for (const read of reads.filter(({ isSuccess }) => isSuccess)) {
        verify('servers.created-constant').matches(
          read,
          hasValue('body/server/id', id),
          hasValue('body/server/created', first),
        )
      }
    },
  )

  test(
    'has nothing under way once a new server is ACTIVE',
    verifies('servers.task-state.idle'),
    async ({ given, compute, build, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { shown } = assumeActive(life?.sight)

      needs(shown, taskState, (value) => value !== undefined)
      verify('servers.task-state.idle').matches(shown, hasValue(taskState, null))
    },
  )

  test(
    'agrees with itself about a server that is ACTIVE',
    verifies('servers.vm-state.agrees', 'servers.task-state.idle'),
    async ({ given, compute, timeouts, verify }) => {
      const server = await given.server()
      const show = () => compute.call('showServer', { path: { serverId: server.id } })
      const response = await show()

      needs(response, taskState, (value) => value !== undefined)
      await verify.soft('servers.task-state.idle').eventually(show, hasValue(taskState, null), timeouts.propagation)
      needs(response, vmState, isText)
      await verify.soft('servers.vm-state.agrees').eventually(show, hasValue(vmState, 'active'), timeouts.propagation)
    },
  )

  test(
    'says that a server that is ACTIVE has power',
    verifies('servers.power-state.agrees'),
    async ({ given, compute, timeouts, verify }) => {
      const server = await given.server()
      const show = () => compute.call('showServer', { path: { serverId: server.id } })

      needs(await show(), powerState, isNumber)
      await verify('servers.power-state.agrees').eventually(show, hasValue(powerState, 1), timeouts.propagation)
    },
  )

  test(
    'agrees with itself about a server that is SHUTOFF',
    verifies(
      'servers.vm-state.agrees',
      'servers.power-state.agrees',
      'servers.task-state.idle',
      'servers.show.equals-detail',
      'servers.launched-at.set',
    ),
    async ({ given, compute, timeouts, verify }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const show = () => compute.call('showServer', { path: { serverId: server.id } })
      const response = await show()

      if (isText(response.at(vmState)))
        await verify
          .soft('servers.vm-state.agrees')
          .eventually(show, hasValue(vmState, 'stopped'), timeouts.propagation)
      if (isNumber(response.at(powerState)))
        await verify.soft('servers.power-state.agrees').eventually(show, hasValue(powerState, 4), timeouts.propagation)
      if (response.at(taskState) !== undefined)
        await verify.soft('servers.task-state.idle').eventually(show, hasValue(taskState, null), timeouts.propagation)
      const detail = await compute.call('listServersDetail', { query: { name: server.name } })
      if (listEntry(detail, server.id) !== undefined)
        verify.soft('servers.show.equals-detail').matches(detail, matchesShow(await show(), server.id))
      const launched = response.at('body/server/OS-SRV-USG:launched_at')
      verify.soft('servers.launched-at.set').holds(launched !== null, response, {
        message: 'A server that was stopped shows no time of its launch.',
        at: 'body/server/OS-SRV-USG:launched_at',
        expected: 'the time of its last launch',
        actual: 'null',
      })
      needs(response, vmState, isText)
      needs(response, powerState, isNumber)
      needs(response, taskState, (value) => value !== undefined)
    },
  )
})
