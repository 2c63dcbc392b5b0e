/** Single pairs of metadata, in editions that change them. */
import { countAction } from '../model.ts'
import { sendRequest } from '../step-requests.ts'
import { type Command, forbidden, legal, open } from './command.ts'

const keys = ['a', 'b'] as const

const setMetadata: Command = {
  action: 'set-metadata',
  isInstant: true,
  propose: (model, { hasMetadata }) =>
    !hasMetadata
      ? []
      : model.alive.flatMap(({ number, counts }) =>
          keys.map((key) => ({
            ...({ action: 'set-metadata', server: number, key } as const),
            value: `value-${(counts.get('set-metadata') ?? 0) + 1}`,
          })),
        ),
  rule: (model, { server, key, value }, { hasMetadata }) =>
    hasMetadata && key !== undefined && value !== undefined && model.aliveServer(server) ? legal : undefined,
  async perform(context, { server, key = '', value = '' }, rule) {
    const known = context.model.aliveServer(server)
    if (!known) return 'rejected'
    const call = { path: { serverId: known.id, key }, body: { meta: { [key]: value } } }
    const { result } = await sendRequest(context, rule, 'setServerMetadata', call)
    if (result !== 'accepted') return result
    known.metadata.set(key, value)
    countAction(known, 'set-metadata')
    return result
  },
}

const deleteMetadata: Command = {
  action: 'delete-metadata',
  isInstant: true,
  propose: (model, { hasMetadata }) =>
    !hasMetadata
      ? []
      : model.alive.flatMap(({ number }) =>
          keys.map((key) => ({ action: 'delete-metadata', server: number, key }) as const),
        ),
  rule(model, { server, key = '' }, { hasMetadata }) {
    const known = model.aliveServer(server)
    if (!known || !hasMetadata) return undefined
    if (known.unclear.has(`metadata ${key}`)) return open
    return known.metadata.get(key) === undefined ? forbidden('metadata.unknown-refused') : legal
  },
  async perform(context, { server, key = '' }, rule) {
    const known = context.model.aliveServer(server)
    if (!known) return 'rejected'
    const { result } = await sendRequest(context, rule, 'deleteServerMetadata', { path: { serverId: known.id, key } })
    if (result !== 'accepted') return result
    known.metadata.set(key, undefined)
    countAction(known, 'delete-metadata')
    return result
  },
}

export const metadataCommands: readonly Command[] = [setMetadata, deleteMetadata]
