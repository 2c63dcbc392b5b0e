/** Conditions under which a fault takes effect, and edits that copy values from another resource. */
import type { Override } from '../../fault-injection/overrides.ts'
import type { Json, JsonObject } from '../../server/response.ts'
import type { CloudState } from '../../state/cloud-state.ts'
import type { Server } from '../../state/servers.ts'
import type { ServerTransitionName } from '../../transitions/events.ts'
import { completeTransition } from '../../transitions/transition.ts'
import type { Defect, Mutation } from '../define-fault.ts'
import { changed, type Edit, isObject, replaceWith } from '../edits.ts'
import { mutateBody, mutateResponse, mutateServer } from '../mutators.ts'
import { nonexistentId } from '../responses.ts'

/** Edits only servers that have the status. */
const inStatus =
  (status: string) =>
  (edit: Edit): Edit =>
  (server) =>
    server['status'] === status ? edit(server) : server

export const whenStopped = inStatus('SHUTOFF')
export const whenActive = inStatus('ACTIVE')
export const whenShelved = inStatus('SHELVED_OFFLOADED')

/** Changes only responses to requests with the parameter. */
export const askedWith = (parameter: string, { operations, change }: Mutation): Mutation => ({
  operations,
  change: (response, context) => (context.request.url.includes(`${parameter}=`) ? change(response, context) : response),
})

/** Edits the servers in the detailed list alone. */
export const inDetail = (edit: Edit): Mutation => mutateBody('servers.detail', 'servers.*', edit)

/** Returns the id of the server in a path; '' for a path without one. */
export const serverIdIn = (url: string): string => /\/servers\/([^/?]+)/.exec(url)?.[1] ?? ''

/** The actions after which a fault can take effect. */
type Trigger = 'os-start' | 'reboot' | 'resize' | 'unshelve'

/** Collects the ids of servers for which a request of this kind was accepted. */
function rememberServers(trigger: Trigger, ids: Set<string>): Mutation {
  return mutateResponse('servers.action', (response, { request, body }) => {
    const isTrigger = isObject(body) && trigger in body
    if (response.status < 300 && isTrigger) ids.add(serverIdIn(request.url))
    return response
  })
}

/** Edits the servers that were sent such a request, once no task is in progress. */
export function editAfter(trigger: Trigger, edit: Edit): () => readonly Defect[] {
  return () => {
    const ids = new Set<string>()
    const isMeant = (server: JsonObject) =>
      ids.has(String(server['id'])) && (server['OS-EXT-STS:task_state'] ?? null) === null
    return [mutateServer((server) => (isMeant(server) ? edit(server) : server)), rememberServers(trigger, ids)]
  }
}

/** Changes attributes of a server at the end of a transition that must not change them. */
export function completedWith(
  name: ServerTransitionName,
  change: (cloud: CloudState, server: Server) => void,
): Override {
  return completeTransition.overrideWhen(
    (_cloud, _server, transition) => transition.name === name,
    (original, cloud, server, ...rest) => {
      original(cloud, server, ...rest)
      change(cloud, server)
    },
  )
}

/** Shows a flavor that does not exist instead of the server's flavor. */
export const showOtherFlavor: Edit = changed('flavor', (flavor) =>
  isObject(flavor) ? replaceWith(nonexistentId)(flavor) : flavor,
)

/** Removes all security groups but the default one. */
export function giveDefaultGroup({ networking }: CloudState, server: Server): void {
  const groups = networking.security.find(server.tenantId, 'default').slice(0, 1)
  for (const port of networking.ports.of(server.id)) port.groupIds = groups.map(({ id }) => id)
}

/** Removes all volumes but the root. */
export function keepRootOnly(_cloud: CloudState, server: Server): void {
  server.attachments = server.attachments.filter(({ isRoot }) => isRoot)
}

/** Edits every address of a server. */
export const eachAddress =
  (edit: Edit): Edit =>
  (server) => {
    const { addresses } = server
    if (!isObject(addresses)) return server
    const edited = Object.entries(addresses).map(([network, entries]): [string, Json] => [
      network,
      Array.isArray(entries) ? entries.map((entry: Json) => (isObject(entry) ? edit(entry) : entry)) : null,
    ])
    return { ...server, addresses: Object.fromEntries(edited) }
  }

/** Gives every element of a list the value of its first element. */
export function copyFirst(operation: string, list: string, key: string): Mutation {
  return mutateResponse(operation, (response) => {
    const { body } = response
    const elements = isObject(body) ? body[list] : undefined
    if (!isObject(body) || !Array.isArray(elements)) return response
    const [first] = elements
    const value = isObject(first) ? first[key] : undefined
    const copies = elements.map((element: Json) => (isObject(element) ? { ...element, [key]: value } : element))
    return { ...response, body: { ...body, [list]: copies } }
  })
}
