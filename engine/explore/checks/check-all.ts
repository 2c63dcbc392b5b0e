import type { ApiResponse, Mismatch } from '#harness/core'
import { resolvePointer } from '#harness/core'
import type { OperationId, RequirementId } from '#model'
import type { KnownServer } from '../model.ts'
import { type Step, singleStepsOf } from '../steps.ts'
import type { World } from '../world.ts'
import { differenceOf, type ModelDifference, type StepContext } from './difference.ts'

/** Reads until nothing differs, for as long as a change may take to be visible, and accuses the target of what still does. */
export async function eventually(
  world: World,
  key: string,
  read: () => Promise<ApiResponse>,
  findDifference: (response: ApiResponse) => ModelDifference | undefined,
): Promise<void> {
  let found: ModelDifference | undefined
  const agrees = (response: ApiResponse) => {
    found = findDifference(response)
    return found === undefined
  }
  const { value } = await world.compute.poll(read, agrees, 'propagation', `explore ${key}`)
  if (found) world.accuse(found.requirement, value, found.mismatch)
}

const below = (pointer: string, { requirement, mismatch }: ModelDifference): ModelDifference => ({
  requirement,
  mismatch: { ...mismatch, at: `${pointer}/${mismatch.at}` },
})

const failure = (requirement: RequirementId, mismatch: Mismatch): ModelDifference => ({ requirement, mismatch })

/** A read that a busy or broken service rejects says nothing. */
const isInformative = ({ isSuccess, status }: ApiResponse): boolean => isSuccess || status === 404

function shownDifference(server: KnownServer, response: ApiResponse, cause: StepContext): ModelDifference | undefined {
  if (!isInformative(response)) return undefined
  if (response.status === 404)
    return failure('servers.show.answers', {
      message: 'A server is not found that no request has deleted.',
      at: 'status',
      expected: '200',
      actual: '404',
    })
  const found = differenceOf(server, response.at('body/server'), cause)
  return found && below('body/server', found)
}

/** Servers of a list that may have more, even if it does not say so. */
const largestPage = 1_000

/** What the two lists have to show, and the requirements about it. */
const lists = [
  { operation: 'listServersDetail', complete: 'servers.detail.answers', agrees: 'servers.show.equals-detail' },
  { operation: 'listServers', complete: 'servers.list.answers', agrees: 'servers.list.name-shown' },
] as const satisfies readonly { operation: OperationId; complete: RequirementId; agrees: RequirementId }[]

function listedDifference(
  world: World,
  { complete, agrees }: (typeof lists)[number],
  response: ApiResponse,
  cause: StepContext,
): ModelDifference | undefined {
  if (!response.isSuccess) return undefined
  const elements = response.array('body/servers')
  const isPage = response.at('body/servers_links') !== undefined || elements.length >= largestPage
  for (const server of world.model.servers.values()) {
    const index = elements.findIndex((element) => resolvePointer(element, 'item/id') === server.id)
    const at = 'body/servers'
    if (server.isDeleted && index >= 0 && resolvePointer(elements[index], 'item/status') !== 'DELETED')
      return failure('servers.delete.removes', {
        ...{ message: 'The list has a server that was deleted.', at: `${at}/${index}/id` },
        ...{ expected: `no ${server.id}`, actual: server.id },
      })
    if (!server.isDeleted && index < 0 && !isPage)
      return failure(complete, {
        ...{ message: 'The list leaves out a server that exists.', at },
        ...{ expected: `${server.id} among the elements`, actual: `${elements.length} elements without it` },
      })
    const found = server.isDeleted || index < 0 ? undefined : differenceOf(server, elements[index], cause)
    if (found) return { ...below(`${at}/${index}`, found), requirement: agrees }
  }
  return undefined
}

function attachmentDifference(world: World, server: KnownServer, response: ApiResponse): ModelDifference | undefined {
  if (!response.isSuccess) return undefined
  const ids = response.array('body/volumeAttachments').map((one) => resolvePointer(one, 'item/volumeId'))
  for (const [number, isAttached] of server.volumes) {
    const id = world.model.volumes.get(number)?.id ?? ''
    if (ids.includes(id) === isAttached) continue
    return failure(isAttached ? 'attachments.create.attaches' : 'attachments.delete.detaches', {
      message: isAttached ? 'The list leaves out an attached volume.' : 'The list has a volume that was detached.',
      at: 'body/volumeAttachments',
      expected: isAttached ? `${id} among them` : `no ${id}`,
      actual: ids.join(', ') || 'none',
    })
  }
  return undefined
}

/** The type and the key itself, without the comment. */
const keyOf = (publicKey: string): string => publicKey.trim().split(/\s+/, 2).join(' ')

async function checkKeypairs(world: World): Promise<void> {
  for (const { name, publicKey, isDeleted } of world.model.keypairs.values()) {
    const read = () => world.compute.call('showKeypair', { path: { keypairName: name } })
    await eventually(world, 'keypair', read, (response) => {
      if (!isInformative(response) || isDeleted === (response.status === 404)) {
        const shown = response.string('body/keypair/public_key')
        if (!response.isSuccess || shown === undefined || publicKey === undefined) return undefined
        if (keyOf(shown) === keyOf(publicKey)) return undefined
        const mismatch = { message: 'A keypair has another public key than when it was created.' }
        const values = { at: 'body/keypair/public_key', expected: publicKey, actual: shown }
        return failure('keypairs.public-key', { ...mismatch, ...values })
      }
      const expected = isDeleted ? '404: it was deleted' : '200: no request has deleted it'
      return failure(isDeleted ? 'keypairs.delete.removes' : 'keypairs.show.by-name', {
        ...{ message: 'A keypair is not there, or still there, against the accepted requests.', at: 'status' },
        ...{ expected, actual: String(response.status) },
      })
    })
  }
}

/** Steps after which keypairs are compared, too: nothing else should have to do with them. */
const keypairActions = new Set(['create', 'delete', 'create-keypair', 'delete-keypair'])

async function checkServer(world: World, server: KnownServer, cause: StepContext): Promise<void> {
  const { compute } = world
  const path = { serverId: server.id }
  const show = () => compute.call('showServer', { path })
  await eventually(world, 'server', show, (response) => shownDifference(server, response, cause))
  if (server.volumes.size === 0) return
  const list = () => compute.call('listVolumeAttachments', { path })
  await eventually(world, 'attachments', list, (response) => attachmentDifference(world, server, response))
}

/** The servers that the detailed list does not show as they should be: all, where the list cannot be read. */
function conspicuous(world: World, detail: ApiResponse, cause: StepContext): readonly KnownServer[] {
  const elements = detail.array('body/servers')
  return world.model.alive.filter((server) => {
    const element = elements.find((one) => resolvePointer(one, 'item/id') === server.id)
    return element === undefined || differenceOf(server, element, cause) !== undefined
  })
}

/**
 * Compares everything that the life knows with what the target shows: the servers of the step, and all others in the lists. A server
 * that the detailed list shows wrong is shown itself first, to tell a wrong list from a wrong server. `hasChanged`: false for a step
 * that was rejected.
 */
export async function checkAll(world: World, step: Step, hasChanged: boolean): Promise<void> {
  const { compute, model } = world
  const cause: StepContext = { step, volumes: model.volumes }
  const steps = singleStepsOf(step)
  const detail = await compute.call('listServersDetail')
  const suspects = new Set(conspicuous(world, detail, cause))
  for (const { server } of steps) {
    const known = model.aliveServer(server)
    if (known) suspects.add(known)
  }
  for (const server of suspects) await checkServer(world, server, cause)
  for (const list of hasChanged ? lists : []) {
    // The first response is good enough where nothing differs in it.
    let first = list.operation === 'listServersDetail' ? detail : undefined
    const read = () => {
      const response = first ? Promise.resolve(first) : compute.call(list.operation)
      first = undefined
      return response
    }
    await eventually(world, list.operation, read, (response) => listedDifference(world, list, response, cause))
  }
  if (steps.some(({ action }) => keypairActions.has(action))) await checkKeypairs(world)
}
