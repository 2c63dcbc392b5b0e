/** Stopping, starting and rebooting. */
import type { RequirementId } from '#model'
import { countAction, type KnownServer, type Model, type RestStatus } from '../model.ts'
import { awaitStatus, type PromisedStatus, sendRequest } from '../step-requests.ts'
import type { SingleStep, StepAction } from '../steps.ts'
import { type Command, forbidden, legal, open, type Rule } from './command.ts'

interface PowerAction {
  readonly action: StepAction
  readonly body: Readonly<Record<string, unknown>>
  readonly promise: PromisedStatus
  rule(status: RestStatus): Rule
}

/** Returns a step for each server that exists. */
export const stepForEachServer = (model: Model, action: StepAction): readonly SingleStep[] =>
  model.alive.map(({ number }) => ({ action, server: number }))

const onlyIn =
  (status: RestStatus, requirement: RequirementId) =>
  (current: RestStatus): Rule =>
    current === status ? legal : forbidden(requirement)

const powerCommand = ({ action, body, promise, rule }: PowerAction): Command => ({
  action,
  propose: (model) => stepForEachServer(model, action),
  rule: (model, step) => {
    const server = model.aliveServer(step.server)
    return server && rule(server.status)
  },
  async perform(context, step, stepRule) {
    const server = context.model.aliveServer(step.server)
    if (!server) return 'rejected'
    const { result } = await sendRequest(context, stepRule, 'actOnServer', { path: { serverId: server.id }, body })
    if (result === 'accepted') await complete(server)
    return result

    async function complete(target: KnownServer): Promise<void> {
      await awaitStatus(context, target, promise)
      countAction(target, action)
    }
  },
})

export const powerCommands: readonly Command[] = [
  powerCommand({
    action: 'stop',
    body: { 'os-stop': null },
    promise: { status: 'SHUTOFF', requirement: 'servers.stop.becomes-shutoff', after: 'os-stop', name: 'stop' },
    rule: onlyIn('ACTIVE', 'servers.stop.only-active-or-error'),
  }),
  powerCommand({
    action: 'start',
    body: { 'os-start': null },
    promise: { status: 'ACTIVE', requirement: 'servers.start.becomes-active', after: 'os-start', name: 'start' },
    rule: onlyIn('SHUTOFF', 'servers.start.only-shutoff'),
  }),
  powerCommand({
    action: 'reboot-soft',
    body: { reboot: { type: 'SOFT' } },
    promise: { status: 'ACTIVE', requirement: 'servers.reboot.soft', after: 'reboot', name: 'reboot' },
    rule: onlyIn('ACTIVE', 'servers.reboot.soft-only-active'),
  }),
  powerCommand({
    action: 'reboot-hard',
    body: { reboot: { type: 'HARD' } },
    promise: { status: 'ACTIVE', requirement: 'servers.reboot.hard', after: 'reboot', name: 'reboot' },
    // Whether a SHUTOFF server can be rebooted is contested.
    rule: (status) => (status === 'ACTIVE' ? legal : open),
  }),
]
