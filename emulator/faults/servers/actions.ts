/** Building blocks of the faults of server actions. */
import type { Override } from '../../fault-injection/overrides.ts'
import type { CloudState } from '../../state/cloud-state.ts'
import type { Server, VmState } from '../../state/servers.ts'
import type { ServerTransitionName } from '../../transitions/events.ts'
import { allowsTask, allowsVmState, type Precondition } from '../../transitions/preconditions.ts'
import { beginTransition, completeTransition } from '../../transitions/transition.ts'
import type { Mutation } from '../define-fault.ts'
import { isObject } from '../edits.ts'
import { acceptIf, mutateResponse } from '../mutators.ts'
import { acceptedResponse } from '../responses.ts'

/** Adds a body to the response to an action, which should have none. */
export function responseWithBody(action: string): Mutation {
  return mutateResponse('servers.action', (response, { body }) =>
    response.status === 202 && hasAction(action)(body) ? { ...response, body: { [action]: null } } : response,
  )
}

/** Accepts an action that is rejected with 400, if its argument meets a condition. It has no effect. */
export function acceptActionIf(action: string, condition: (argument: unknown) => boolean): Mutation {
  return acceptIf('servers.action', acceptedResponse, (body) => {
    return isObject(body) && action in body && condition(body[action])
  })
}

export const hasAction =
  (action: string) =>
  (body: unknown): boolean =>
    isObject(body) && action in body

export const isNotObject = (argument: unknown): boolean => !isObject(argument)
export const hasNull = (key: string) => (argument: unknown) => isObject(argument) && argument[key] === null
export const hasEmpty = (key: string) => (argument: unknown) => isObject(argument) && argument[key] === ''
export const lacks = (key: string) => (argument: unknown) => isObject(argument) && !(key in argument)

/** Accepts an action in any state, except while the server is being deleted. */
export function allowedInAnyState(precondition: Precondition): readonly [Override, Override] {
  const isMeant = (_cloud: CloudState, _server: Server, condition: Precondition) => condition === precondition
  return [
    allowsVmState.overrideWhen(isMeant, () => true),
    allowsTask.overrideWhen(
      (cloud, server, condition) => isMeant(cloud, server, condition) && server.taskState !== 'deleting',
      () => true,
    ),
  ]
}

/** Rejects an action in one of the states that allow it. */
export function rejectedInState(precondition: Precondition, vmState: VmState): Override {
  return allowsVmState.overrideWhen(
    (_cloud, server, condition) => condition === precondition && server.vmState === vmState,
    () => false,
  )
}

/** Accepts the request that begins a transition, but does not begin it. */
export function neverBegins(name: ServerTransitionName): Override {
  return beginTransition.overrideWhen(
    (_cloud, _server, transition) => transition.name === name,
    () => undefined,
  )
}

/** Ends a transition in another way, optionally only for servers in one state. */
export function endsWith(
  name: ServerTransitionName,
  end: (cloud: CloudState, server: Server, at: number) => void,
  vmState?: VmState,
): Override {
  return completeTransition.overrideWhen(
    (_cloud, server, transition) => transition.name === name && (vmState ?? server.vmState) === server.vmState,
    (_original, cloud, server, _transition, at) => {
      server.taskState = null
      server.updatedAt = at
      end(cloud, server, at)
    },
  )
}
