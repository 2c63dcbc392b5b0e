import { type ApiError, badRequest, gone, notServed } from '../../../server/errors.ts'
import type { EmulatorResponse } from '../../../server/response.ts'
import type { Server } from '../../../state/servers.ts'
import { logAction } from '../../../transitions/action-log.ts'
import { notImplemented, type Operation, type OperationCall, type Parity, policyForbids } from '../../operation.ts'
import { findServer } from '../servers/lookup.ts'
import { createBackup } from './backup.ts'
import * as consoles from './console.ts'
import { createImage } from './create-image.ts'
import { addFloatingIp, removeFloatingIp } from './floating-ip.ts'
import { forceDelete, lock, pause, restore, resume, start, stop, suspend, unlock, unpause } from './power.ts'
import { reboot } from './reboot.ts'
import { changePassword, rebuild, rescue, unrescue } from './rescue-rebuild.ts'
import { confirmResize, resize, revertResize } from './resize.ts'
import { addSecurityGroup, removeSecurityGroup } from './security-groups.ts'
import { shelve, unshelve } from './shelve.ts'

/**
 * One server action. It reads its argument before it looks at the server, so that a malformed request is refused with
 * 400 whatever the server is doing.
 */
export type Action = (argument: unknown, call: OperationCall) => (server: Server) => EmulatorResponse

/** An action, and what the parity page and `os-instance-actions` say of it. */
export interface ActionOperation extends Parity {
  /** The key of the request's body. */
  readonly name: string
  readonly action: Action
  /** As the history of a server calls it; absent where Nova keeps none of it. */
  readonly history?: string
}

const does = (name: string, action: Action, history: string | undefined = name, differs?: string): ActionOperation => ({
  name,
  action,
  ...(history === undefined ? {} : { history }),
  ...(differs === undefined ? {} : { differs }),
})

/** Without a trace in the history. */
const untraced = (name: string, action: Action, differs?: string): ActionOperation => ({
  name,
  action,
  ...(differs === undefined ? {} : { differs }),
})

const forAdmins = (name: string, rule: string): ActionOperation => ({
  ...untraced(name, () => () => {
    throw policyForbids(rule)
  }),
  isAdminOnly: true,
})

/** What an earlier release had (410), or only later microversions have (404): refused before the server is looked for. */
const ofOtherReleases = (name: string, refusal: () => ApiError): ActionOperation =>
  untraced(name, () => {
    throw refusal()
  })

const missing = (name: string): ActionOperation => ({
  ...untraced(name, () => {
    throw notImplemented(`servers.action.${name}`)
  }),
  isUnimplemented: true,
})

const noConsole = 'There is no console to connect to; Nova with a real hypervisor answers 200 and its address.'

/** Every action that Nova knows at its first microversion. */
export const actionTable: readonly ActionOperation[] = [
  does('os-start', start, 'start'),
  does('os-stop', stop, 'stop'),
  does('reboot', reboot),
  does(
    'resize',
    resize,
    'resize',
    'A u2 flavor cannot be resized, neither from nor to (a rule of the vendor); VERIFY_RESIZE confirms itself after a second, which Nova does only with resize_confirm_window.',
  ),
  does('confirmResize', confirmResize),
  does('revertResize', revertResize),
  does(
    'createImage',
    createImage,
    'createImage',
    'Only a u2 server can be imaged (the document), and the answer has the image id in its body (the document) beside the Location header.',
  ),
  untraced('addSecurityGroup', addSecurityGroup),
  untraced('removeSecurityGroup', removeSecurityGroup),
  does(
    'pause',
    pause,
    'pause',
    'power_state becomes 3, as with libvirt; the fake driver of the recorded Nova leaves 1.',
  ),
  does('unpause', unpause),
  does(
    'suspend',
    suspend,
    'suspend',
    'power_state becomes 4, as with libvirt; the fake driver of the recorded Nova leaves 1.',
  ),
  does('resume', resume),
  does('rescue', rescue, 'rescue', 'The rescue image is not looked at: nothing runs from it.'),
  does('unrescue', unrescue),
  does('rebuild', rebuild),
  does('changePassword', changePassword, 'changePassword', 'Nobody can log in with it: no machine runs.'),
  does('shelve', shelve),
  forAdmins('shelveOffload', 'os-shelve:shelve_offload'),
  does('unshelve', unshelve),
  does('lock', lock),
  does('unlock', unlock),
  does('forceDelete', forceDelete, 'delete'),
  does('restore', restore),
  untraced('os-getConsoleOutput', consoles.output, 'A short log that says it is synthetic: no machine runs.'),
  untraced('os-getVNCConsole', consoles.unavailable(['novnc', 'xvpvnc']), noConsole),
  untraced('os-getSPICEConsole', consoles.unavailable(['spice-html5']), noConsole),
  untraced('os-getRDPConsole', consoles.unavailable(['rdp-html5']), noConsole),
  untraced('os-getSerialConsole', consoles.unavailable(['serial']), noConsole),
  untraced('addFloatingIp', addFloatingIp),
  untraced('removeFloatingIp', removeFloatingIp),
  forAdmins('os-resetState', 'os-admin-actions:reset_state'),
  forAdmins('injectNetworkInfo', 'os-admin-actions:inject_network_info'),
  ofOtherReleases('resetNetwork', gone),
  ofOtherReleases('trigger_crash_dump', notServed),
  forAdmins('migrate', 'os-migrate-server:migrate'),
  forAdmins('os-migrateLive', 'os-migrate-server:migrate_live'),
  forAdmins('evacuate', 'os-evacuate'),
  does(
    'createBackup',
    createBackup,
    'createBackup',
    'The oldest backup goes when the new one is begun, not when it is done.',
  ),
  missing('addFixedIp'),
  missing('removeFixedIp'),
]

const actions: ReadonlyMap<string, ActionOperation> = new Map(actionTable.map((entry) => [entry.name, entry]))

function act(call: OperationCall): EmulatorResponse {
  const { body } = call
  // As Nova does: it looks for an action in whatever is neither an object nor a list.
  if (typeof body !== 'object') throw notServed()
  if (body === null || Array.isArray(body)) throw badRequest('Malformed request body')
  const [entry, another] = Object.entries(body)
  if (entry === undefined || another !== undefined) throw badRequest('Malformed request body')
  const [name, argument] = entry
  const operation = actions.get(name)
  if (operation === undefined) throw badRequest(`There is no such action: ${name.slice(0, 80)}`)
  const perform = operation.action(argument, call)
  const server = findServer(call)
  const response = perform(server)
  if (operation.history !== undefined) logAction(call, server, operation.history)
  return response
}

export const actionOperations: readonly Operation[] = [
  { name: 'servers.action', method: 'POST', path: '/servers/:server/action', handle: act },
]
