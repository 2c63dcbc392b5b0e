/** Creating, renaming, resizing and deleting servers. */
import {
  type ApiResponse,
  createServer,
  deleted,
  fixedAddresses,
  untilDescribed,
  type WaitCondition,
} from '#harness/core'
import { countAction, type KnownServer, type Model } from '../model.ts'
import { awaitStatus, sendRequest } from '../step-requests.ts'
import type { SingleStep } from '../steps.ts'
import { KnownViolation } from '../violation-errors.ts'
import type { WalkContext } from '../walk-context.ts'
import { type Command, forbidden, legal, open, type StepResult } from './command.ts'
import { stepForEachServer } from './power.ts'

/**
 * How many servers a walk may create in place of deleted ones, besides as many as may exist at once. Abandoned ones are
 * always replaced.
 */
const extraServers = 4

const firstFree = (model: Model, most: number): number | undefined => {
  if (model.existing >= most) return undefined
  const abandoned = [...model.servers.values()].filter(({ isAbandoned }) => isAbandoned).length
  const number = model.servers.size + 1
  return number <= most + extraServers + abandoned ? number : undefined
}

const metadataOfNew = { explored: 'yes' }

/** Returns the entry of a new server in the model: the state that it shows, with which later responses are compared. */
function knownServer(number: number, shown: ApiResponse, requested: Pick<KnownServer, 'id' | 'name' | 'isLocal'>) {
  const groups = shown.array('body/server/security_groups').flatMap((group): [string, boolean][] => {
    const name = typeof group === 'object' && group !== null && 'name' in group ? group.name : undefined
    return typeof name === 'string' ? [[name, true]] : []
  })
  const addresses = fixedAddresses(shown.at('body/server')).map(({ network, ip }) => `${network} ${ip}`)
  const server: KnownServer = {
    ...requested,
    number,
    formerName: undefined,
    status: 'ACTIVE',
    flavor: shown.string('body/server/flavor/id'),
    keyName: undefined,
    metadata: new Map(Object.entries(metadataOfNew)),
    groups: new Map(groups),
    volumes: new Map(),
    addresses,
    unclear: new Set(),
    isDeleted: false,
    isAbandoned: false,
    counts: new Map(),
    history: [],
  }
  return server
}

/** Which servers a command creates: with a root volume as usual, or on a local disk. */
type CreatedKind = 'ordinary' | 'local'

async function create(context: WalkContext, step: SingleStep, kind: CreatedKind): Promise<StepResult> {
  const { compute, model, transcript } = context
  const { server: number } = step
  const keypair = model.keypair(step.keypair)
  if (number === undefined) return 'rejected'
  const overrides = { metadata: metadataOfNew, ...(keypair && { key_name: keypair.name }) }
  const { id, name } = await createServer(compute, { label: 'explored', overrides, kind })
  compute.createdServerIds.push(id)
  const created = compute.evidence.exchanges.findLast(
    ({ operation, status }) => operation === 'createServer' && status < 300,
  )
  if (created) transcript.request(created, { variable: `SERVER_${number}`, value: id, filter: '.server.id' })
  transcript.wait({ server: id, status: 'ACTIVE' })
  const show = await compute.call('showServer', { path: { serverId: id } })
  const shown = await untilDescribed(compute, id, show)
  const server = knownServer(number, shown, { id, name, isLocal: kind === 'local' })
  model.servers.set(number, keypair ? { ...server, keyName: keypair.name } : server)
  return 'accepted'
}

const createCommand = (kind: CreatedKind): Command => {
  const isLocal = kind === 'local'
  const action = isLocal ? 'create-local' : 'create'
  return {
    action,
    propose(model, capabilities) {
      const server = firstFree(model, capabilities.maxServers)
      if (server === undefined || (isLocal && !capabilities.hasLocal)) return []
      const keypairs = isLocal ? [] : model.usedKeypairs.filter(({ isDeleted }) => !isDeleted)
      return [{ action, server }, ...keypairs.map(({ number }) => ({ action, server, keypair: number }) as const)]
    },
    rule(model, { server, keypair }, { maxServers }) {
      const isFree = server !== undefined && !model.servers.has(server) && model.existing < maxServers
      return isFree && (keypair === undefined || model.keypair(keypair)) ? legal : undefined
    },
    perform: (context, step) => create(context, step, kind),
  }
}

const rename: Command = {
  action: 'rename',
  isInstant: true,
  propose: (model) =>
    stepForEachServer(model, 'rename').map((step) => ({
      ...step,
      value: `name-${(model.aliveServer(step.server)?.counts.get('rename') ?? 0) + 1}`,
    })),
  rule: (model, { server }) => (model.aliveServer(server) ? legal : undefined),
  async perform(context, step, rule) {
    const server = context.model.aliveServer(step.server)
    if (!server) return 'rejected'
    const { runId } = context.compute.run.settings
    const name = `conformance-${runId}-${server.number}-${step.value}`
    const body = { server: { name } }
    const { result } = await sendRequest(context, rule, 'updateServer', { path: { serverId: server.id }, body })
    if (result !== 'accepted') return result
    if (server.name !== name) server.formerName = server.name
    server.name = name
    countAction(server, 'rename')
    return result
  },
}

/** Tells whether a server has the flavor: it may be at rest before its resize has begun. */
const hasFlavor = (flavor: string): WaitCondition => ({
  expected: `flavor ${flavor}`,
  at: 'body/server/flavor/id',
  holds: (response) => response.at('body/server/flavor/id') === flavor,
  requirement: 'servers.resize.changes-flavor',
})

const flavorNames = ['other', 'first'] as const

const resize: Command = {
  action: 'resize',
  propose: (model, capabilities) =>
    capabilities.resizeFlavor === undefined
      ? []
      : stepForEachServer(model, 'resize').flatMap((step) => flavorNames.map((value) => ({ ...step, value }))),
  rule(model, step, { flavor, resizeFlavor }) {
    const server = model.aliveServer(step.server)
    const wanted = step.value === 'other' ? resizeFlavor : flavor
    if (!server || wanted === undefined || server.isLocal) return undefined
    if (server.unclear.has('flavor')) return open
    if (server.flavor === wanted) return forbidden('servers.resize.same-flavor-refused')
    // The document restricts which flavors a server can be resized to.
    return server.status === 'ACTIVE' && step.value === 'other' ? legal : open
  },
  async perform(context, step, rule) {
    const { model, capabilities } = context
    const server = model.aliveServer(step.server)
    const flavorRef = step.value === 'other' ? capabilities.resizeFlavor : capabilities.flavor
    if (!server || flavorRef === undefined) return 'rejected'
    const body = { resize: { flavorRef } }
    const { result } = await sendRequest(context, rule, 'actOnServer', { path: { serverId: server.id }, body })
    if (result !== 'accepted') return result
    const { status } = server
    const requirement = status === 'ACTIVE' ? 'servers.resize.auto-confirm' : 'servers.resize.stays-shutoff'
    const condition = hasFlavor(flavorRef)
    await awaitStatus(context, server, { status, requirement, after: 'resize', name: 'resize', condition })
    server.flavor = flavorRef
    countAction(server, 'resize')
    return result
  },
}

const remove: Command = {
  action: 'delete',
  propose: (model) => stepForEachServer(model, 'delete'),
  rule: (model, { server }) => (model.aliveServer(server) ? legal : undefined),
  async perform(context, step, rule) {
    const server = context.model.aliveServer(step.server)
    if (!server) return 'rejected'
    const { result } = await sendRequest(context, rule, 'deleteServer', { path: { serverId: server.id } })
    if (result !== 'accepted') return result
    const wait = { after: 'delete', name: 'delete', conditions: [deleted] } as const
    const { mismatch, response } = await context.compute.waitForServer(server.id, wait)
    if (mismatch && context.noteIfKnown('servers.delete.removes')) throw new KnownViolation('servers.delete.removes')
    context.transcript.wait({ deletedServer: server.id })
    if (mismatch) context.failStep('servers.delete.removes', response, mismatch)
    context.recordPass('servers.delete.removes')
    server.isDeleted = true
    for (const volume of context.model.volumes.values()) if (volume.server === server.number) volume.server = undefined
    return result
  },
}

/** Every walk uses these commands; the generator chooses among the others. */
export const createCommands: readonly Command[] = [createCommand('ordinary'), createCommand('local')]

export const serverCommands: readonly (readonly Command[])[] = [[rename], [resize], [remove]]
