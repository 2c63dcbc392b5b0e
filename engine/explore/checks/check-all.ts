import type { ApiResponse, Mismatch } from '#harness/core'
import { resolvePointer } from '#harness/core'
import type { OperationId, RequirementId } from '#model'
import type { KnownKeypair, KnownServer } from '../model.ts'
import type { SingleStep } from '../steps.ts'
import type { WalkContext } from '../walk-context.ts'
import {
  comparedVolumes,
  type Differences,
  differencesOf,
  inVolume,
  type ModelDifference,
  type StepContext,
} from './difference.ts'
import { eventually } from './eventually.ts'

const below = (pointer: string, found: ModelDifference): ModelDifference => ({
  ...found,
  mismatch: { ...found.mismatch, at: `${pointer}/${found.mismatch.at}` },
})

const failure = (requirement: RequirementId, mismatch: Mismatch): ModelDifference => ({ requirement, mismatch })

/** Tells whether a read shows the state of a resource: an error other than 404 does not. */
const isInformative = ({ isSuccess, status }: ApiResponse): boolean => isSuccess || status === 404

function* shownDifferences(server: KnownServer, response: ApiResponse, cause: StepContext): Differences {
  if (!isInformative(response)) return
  if (response.status === 404)
    yield {
      ...failure('servers.show.answers', {
        message: 'A server that no request has deleted is not found.',
        at: 'status',
        expected: '200',
        actual: '404',
      }),
      ignore: () => void server.unclear.add('status'),
    }
  else for (const found of differencesOf(server, response.at('body/server'), cause)) yield below('body/server', found)
}

/** The number of servers from which a list is assumed to have further pages, even without a link to the next one. */
const largestPage = 1_000

/** The two lists, with the requirements that they are complete and that their entries agree with the server. */
const lists = [
  { operation: 'listServersDetail', complete: 'servers.detail.answers', agrees: 'servers.show.equals-detail' },
  { operation: 'listServers', complete: 'servers.list.answers', agrees: 'servers.list.name-shown' },
] as const satisfies readonly { operation: OperationId; complete: RequirementId; agrees: RequirementId }[]

function* listedDifferences(
  context: WalkContext,
  { complete, agrees }: (typeof lists)[number],
  response: ApiResponse,
  cause: StepContext,
): Differences {
  if (!response.isSuccess) return
  const elements = response.array('body/servers')
  const isPage = response.at('body/servers_links') !== undefined || elements.length >= largestPage
  for (const server of context.model.servers.values()) {
    if (server.isAbandoned) continue
    const index = elements.findIndex((element) => resolvePointer(element, 'item/id') === server.id)
    const at = 'body/servers'
    if (server.isDeleted && index >= 0 && resolvePointer(elements[index], 'item/status') !== 'DELETED')
      yield failure('servers.delete.removes', {
        ...{ message: 'The list has a server that was deleted.', at: `${at}/${index}/id` },
        ...{ expected: `no ${server.id}`, actual: server.id },
      })
    if (!server.isDeleted && index < 0 && !isPage)
      yield failure(complete, {
        ...{ message: 'The list leaves out a server that exists.', at },
        ...{ expected: `${server.id} among the elements`, actual: `${elements.length} elements without it` },
      })
    if (server.isDeleted || index < 0) continue
    for (const { mismatch } of differencesOf(server, elements[index], cause))
      yield below(`${at}/${index}`, failure(agrees, mismatch))
  }
}

/** Returns the volumes that the list of attachments of a server lacks, or has wrongly. */
export function* attachmentDifferences(context: WalkContext, server: KnownServer, response: ApiResponse): Differences {
  if (!response.isSuccess) return
  const ids = response.array('body/volumeAttachments').map((one) => resolvePointer(one, 'item/volumeId'))
  for (const { volume, isAttached } of comparedVolumes(server, context.model.volumes)) {
    const { id } = volume
    if (ids.includes(id) === isAttached) continue
    const found = failure(isAttached ? 'attachments.create.attaches' : 'attachments.delete.detaches', {
      message: isAttached ? 'The list leaves out an attached volume.' : 'The list has a volume that was detached.',
      at: 'body/volumeAttachments',
      expected: isAttached ? `${id} among them` : `no ${id}`,
      actual: ids.join(', ') || 'none',
    })
    yield inVolume(volume, found)
  }
}

/** Returns the type and the key itself, without the comment. */
const keyOf = (publicKey: string): string => publicKey.trim().split(/\s+/, 2).join(' ')

function* keypairDifferences(keypair: KnownKeypair, response: ApiResponse): Differences {
  const { publicKey, isDeleted } = keypair
  if (!isInformative(response)) return
  if (isDeleted !== (response.status === 404)) {
    const found = failure(isDeleted ? 'keypairs.delete.removes' : 'keypairs.show.by-name', {
      ...{ message: 'A keypair is missing, or still exists, contrary to the accepted requests.', at: 'status' },
      expected: isDeleted ? '404: it was deleted' : '200: no request has deleted it',
      actual: String(response.status),
    })
    const ignore = () => {
      keypair.isAbandoned = true
    }
    yield { ...found, ignore }
    return
  }
  const shown = response.string('body/keypair/public_key')
  if (!response.isSuccess || shown === undefined || publicKey === undefined) return
  if (keyOf(shown) === keyOf(publicKey)) return
  const mismatch = { message: 'A keypair has another public key than when it was created.' }
  const values = { at: 'body/keypair/public_key', expected: publicKey, actual: shown }
  yield failure('keypairs.public-key', { ...mismatch, ...values })
}

async function checkKeypairs(context: WalkContext): Promise<void> {
  for (const keypair of context.model.usedKeypairs) {
    const read = () => context.compute.call('showKeypair', { path: { keypairName: keypair.name } })
    await eventually(context, 'keypair', read, (response) => keypairDifferences(keypair, response))
  }
}

/** The actions after which keypairs are compared; no other action should affect them. */
const keypairActions = new Set(['create', 'delete', 'create-keypair', 'delete-keypair'])

async function checkServer(context: WalkContext, server: KnownServer, cause: StepContext): Promise<void> {
  const { compute } = context
  const path = { serverId: server.id }
  const show = () => compute.call('showServer', { path })
  await eventually(context, 'server', show, (response) => shownDifferences(server, response, cause))
  if (server.volumes.size === 0) return
  const list = () => compute.call('listVolumeAttachments', { path })
  await eventually(context, 'attachments', list, (response) => attachmentDifferences(context, server, response))
}

/**
 * Returns the servers that the detailed list lacks or shows differently from the model; all of them if it cannot be
 * read.
 */
function mismatchedServers(context: WalkContext, detail: ApiResponse, cause: StepContext): readonly KnownServer[] {
  const elements = detail.array('body/servers')
  return context.model.alive.filter((server) => {
    const element = elements.find((one) => resolvePointer(one, 'item/id') === server.id)
    return element === undefined || differencesOf(server, element, cause).length > 0
  })
}

/**
 * Compares the whole model with the target: the servers of the last steps by showServer, all servers in both lists, and the keypairs. A server
 * that differs in the detailed list is read by showServer first, to tell a wrong list from a wrong server. `hasChanged`: false if all
 * steps were rejected or only read.
 * @throws ViolationFound
 */
export async function checkAll(context: WalkContext, steps: readonly SingleStep[], hasChanged: boolean): Promise<void> {
  const { compute, model } = context
  const cause: StepContext = { steps, volumes: model.volumes }
  const detail = await compute.call('listServersDetail')
  const checked = new Set(mismatchedServers(context, detail, cause))
  for (const { server } of steps) {
    const known = model.aliveServer(server)
    if (known) checked.add(known)
  }
  for (const server of checked) await checkServer(context, server, cause)
  for (const list of hasChanged ? lists : []) {
    // The list that was read above is compared first, and read again only if it differs.
    let first = list.operation === 'listServersDetail' ? detail : undefined
    const read = () => {
      const response = first ? Promise.resolve(first) : compute.call(list.operation)
      first = undefined
      return response
    }
    await eventually(context, list.operation, read, (response) => listedDifferences(context, list, response, cause))
  }
  if (steps.some(({ action }) => keypairActions.has(action))) await checkKeypairs(context)
}
