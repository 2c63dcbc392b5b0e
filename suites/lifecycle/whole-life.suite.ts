/**
 * One server from its creation to its deletion, through every state that a client can bring it to by the usual actions.
 */
import {
  type Answer,
  arranged,
  describe,
  gone,
  isRefused,
  lists,
  type Sighting,
  succeeds,
  test,
  verifies,
} from '#harness'
import { keepsAddress, showsSome } from '../addresses.ts'
import { isOff, judgePassage, known, sightingOf } from '../passages.ts'
import { patiently } from '../polling.ts'
import { awaitFlavor, judgeResizing, needsFlavor, resizeAgain, resizeWith } from '../resizing.ts'
import { boundTo, detailedList, plainList, reader, servers } from '../server-lists.ts'

/** Not to be had any more: by which refusal is not judged here. */
const isRemoved = (answer: Answer): boolean => gone(answer) || isRefused(answer) === undefined

describe('Whole life of a server', () => {
  test(
    'goes only through the states that its actions lead to',
    verifies(
      'servers.create.becomes-active',
      'servers.stop.becomes-shutoff',
      'servers.start.becomes-active',
      'servers.resize.disk-config',
      'servers.resize.changes-flavor',
      'servers.resize.auto-confirm',
      'servers.state.governs-actions',
      'servers.state.resize',
      'servers.state.verify-resize',
      'servers.state.legal-transitions',
      'servers.addresses.per-port',
      'servers.list.flavor',
      'servers.detail.flavor',
    ),
    async ({ given, compute, step, must, should, budget, resources, draft }) => {
      const flavorRef = arranged(resources.resizeFlavor, 'No flavor to resize to is configured.')
      await given.room()
      const legal = should('servers.state.legal-transitions')
      const body = draft.server('life')
      const created = await compute.call('createServer', { body })
      const serverId = arranged(created.string('body/server/id'), 'There is no server: the create shows no id.')
      const path = { serverId }
      const show = () => compute.call('showServer', { path })
      let shown = created
      const afterwards = new Map<string, Answer>()
      const lookAfter = async (done: string) => {
        if (showsSome(shown)) afterwards.set(done, await patiently(show, showsSome, budget.settle))
      }

      await step('wait until it is built', async () => {
        const built = await must('servers.create.becomes-active').become(serverId, 'ACTIVE', 'create', budget.create)
        judgePassage(legal, 'create', { ...built, journey: known('create', built.journey) })
        shown = built.answer
      })

      await step('stop it', async () => {
        const stop = must('servers.stop.becomes-shutoff')
        stop.succeed(await compute.call('actOnServer', { path, body: { 'os-stop': null } }))
        const watch = { after: 'os-stop', until: isOff, wanted: 'SHUTOFF', within: budget.stop }
        judgePassage(legal, 'os-stop from ACTIVE', await stop.arrive(serverId, watch))
      })

      await step('start it again', async () => {
        const start = must('servers.start.becomes-active')
        start.succeed(await compute.call('actOnServer', { path, body: { 'os-start': null } }))
        const on = await start.become(serverId, 'ACTIVE', 'os-start', budget.start)
        judgePassage(legal, 'os-start from SHUTOFF', on)
        await lookAfter('start')
      })

      await step('give it another flavor', async () => {
        needsFlavor(shown, resources.flavor)
        const wanted = { serverId, flavorRef }
        const change = must('servers.resize.changes-flavor')
        change.succeed(await resizeWith(compute, wanted, 'MANUAL', should('servers.resize.disk-config')))
        const sight = await resizeAgain(compute, wanted, must('servers.state.governs-actions'))
        const watch = { ...awaitFlavor(flavorRef), within: budget.resize }
        const seen = await change.arrive(serverId, { after: 'resize', ...watch })
        const judges = { resize: must('servers.state.resize'), verify: must('servers.state.verify-resize') }
        judgeResizing(judges, { ...seen, journey: [sight, ...seen.journey] })
        const confirm = must('servers.resize.auto-confirm')
        const on = await confirm.become(serverId, 'ACTIVE', 'resize', budget.resize)
        judgePassage(legal, 'resize from ACTIVE', { ...on, journey: [sight, ...seen.journey, ...on.journey] })
        await lookAfter('resize')
      })

      await step('find it by its new flavor', async () => {
        for (const list of [plainList, detailedList]) {
          const read = reader(compute, list)
          // A list that leaves the server out anyway, or cannot be filtered by name, says nothing of the flavor.
          const bound = await boundTo(read, [{ id: serverId, name: String(body.server['name']) }])
          const byFlavor = list.part === 'list' ? should('servers.list.flavor') : should('servers.detail.flavor')
          byFlavor.see(await read({ ...bound, flavor: flavorRef }), succeeds, lists(servers, 'id', serverId))
        }
      })

      await step('delete it', async () => {
        const deleted = await compute.call('deleteServer', { path })
        const journey: Sighting[] = []
        const watched = async () => {
          const answer = await show()
          if (answer.succeeded) journey.push(sightingOf(answer))
          return answer
        }
        const last = await patiently(watched, isRemoved, deleted.succeeded ? budget.delete : 0)
        // Whether a deleted server goes is judged with the deletion; here it is only how.
        arranged(isRemoved(last) || undefined, 'The server was not gone in time.')
        judgePassage(legal, 'delete from ACTIVE', { answer: last, journey })
      })

      // Last, since nothing can be said of the addresses of a server that never showed one.
      await step('see whether it kept its address', async () => {
        arranged(showsSome(shown) || undefined, 'The server showed no address once it was built.')
        const kept = should('servers.addresses.per-port')
        for (const [done, answer] of afterwards) kept.see(answer, keepsAddress(done))
      })
    },
  )
})
