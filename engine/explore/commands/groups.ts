/** Adding security groups to a server and removing them. */
import { countAction, type Model } from '../model.ts'
import { sendRequest } from '../step-requests.ts'
import type { SingleStep } from '../steps.ts'
import { type Command, type ExploreCapabilities, legal, open } from './command.ts'

/** Returns the group of every tenant, and the configured one. */
const groupsOf = ({ group }: ExploreCapabilities): readonly string[] => (group === undefined ? [] : ['default', group])

function groupCommand(action: 'add-group' | 'remove-group', name: 'addSecurityGroup' | 'removeSecurityGroup'): Command {
  const isAdded = action === 'add-group'
  const find = (model: Model, { server, key = '' }: SingleStep) => {
    const known = model.aliveServer(server)
    return known && { known, key, has: known.groups.get(key) === true, isUnclear: known.unclear.has(`group ${key}`) }
  }
  return {
    action,
    isInstant: true,
    propose: (model, capabilities) =>
      model.alive.flatMap(({ number }) => groupsOf(capabilities).map((key) => ({ action, server: number, key }))),
    rule(model, step, capabilities) {
      const target = find(model, step)
      if (!target || !groupsOf(capabilities).includes(target.key)) return undefined
      // The document leaves open whether a second addition or removal must be rejected.
      return target.has === isAdded || target.isUnclear ? open : legal
    },
    async perform(context, step, rule) {
      const target = find(context.model, step)
      if (!target) return 'rejected'
      const { known, key } = target
      const body = { [name]: { name: key } }
      const { result } = await sendRequest(context, rule, 'actOnServer', { path: { serverId: known.id }, body })
      if (result !== 'accepted') return result
      known.groups.set(key, isAdded)
      countAction(known, action)
      return result
    },
  }
}

export const groupCommands: readonly Command[] = [
  groupCommand('add-group', 'addSecurityGroup'),
  groupCommand('remove-group', 'removeSecurityGroup'),
]
