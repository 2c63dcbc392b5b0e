import { resolvePointer } from '#contract'
import { type Contradiction, exchangeName, type ObservedCall, type ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { isAccepted, rememberIn } from './traffic-rule.ts'

interface HintedServer {
  /** The group in the scheduler hint of the create request; undefined for a request without one. */
  readonly group: string | undefined
  readonly exchange: number
  /** When its group must show it at the latest, in milliseconds since the epoch; known once the server was ACTIVE. */
  memberFrom: number | undefined
  isDeleting: boolean
  /** After this time no group may show it, in milliseconds since the epoch; known once a response is 404. */
  goneFrom: number | undefined
}

const membersOf = (group: unknown): readonly unknown[] => {
  const members = resolvePointer(group, 'item/members')
  return Array.isArray(members) ? members : []
}

/** Records which servers belong to which groups, according to the scheduler hints of their create requests. */
export class GroupMembers {
  readonly #graceMs: number
  readonly #servers = new Map<string, HintedServer>()

  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  begin({ operation, resource = '' }: ObservedCall): void {
    const server = operation === 'deleteServer' ? this.#servers.get(resource) : undefined
    if (server) server.isDeleting = true
  }

  forget(serverId: string): void {
    this.#servers.delete(serverId)
  }

  observe({ operation, resource = '', request }: ObservedCall, response: ObservedResponse): void {
    const { body, exchange, receivedAt, status } = response
    if (operation === 'createServer' && isAccepted(response)) {
      const id = textAt(body, 'server/id')
      const group = textAt(request, 'os:scheduler_hints/group')
      const created = { group, exchange, memberFrom: undefined, isDeleting: false, goneFrom: undefined }
      if (id) rememberIn(this.#servers, id, created)
    }
    const server = operation === 'showServer' ? this.#servers.get(resource) : undefined
    if (server === undefined) return
    if (status === 404 && server.isDeleting) server.goneFrom ??= receivedAt + this.#graceMs
    if (textAt(body, 'server/status') === 'ACTIVE') server.memberFrom ??= receivedAt + this.#graceMs
  }

  /** Compares the members of a group in a response with the recorded ones. */
  compare(groupId: string, shown: unknown, at: string, { sentAt }: ObservedResponse): readonly Contradiction[] {
    if (!Array.isArray(resolvePointer(shown, 'item/members'))) return []
    const members = membersOf(shown)
    const lost = [...this.#servers].filter(
      ([id, { group, memberFrom = Number.POSITIVE_INFINITY, isDeleting }]) =>
        group === groupId && sentAt >= memberFrom && !isDeleting && !members.includes(id),
    )
    const wrong = members.find((id, index) => {
      const server = this.#servers.get(String(id))
      return (server && server.group !== groupId) || members.indexOf(id) < index
    })
    const gone = members.find((id) => {
      const goneFrom = this.#servers.get(String(id))?.goneFrom
      return goneFrom !== undefined && sentAt >= goneFrom
    })
    const found = (
      requirement: 'server-groups.members.created' | 'server-groups.members.deleted',
      message: string,
    ) => ({
      requirement,
      message,
      at: `${at}/members`,
      expected: 'the servers that exist and were created with the group, each once',
      actual: members.join(', '),
    })
    return [
      ...lost.map(([id, { exchange }]): Contradiction => {
        const message = `A server is not a member of the group that it was created with (${exchangeName(exchange)}).`
        return { ...found('server-groups.members.created', message), assumes: { kind: 'server', id } }
      }),
      ...(wrong === undefined
        ? []
        : [found('server-groups.members.created', 'A server group has a server twice, or one created without it.')]),
      ...(gone === undefined
        ? []
        : [found('server-groups.members.deleted', 'A server group has a member that was deleted.')]),
    ]
  }
}
