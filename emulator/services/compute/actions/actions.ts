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
 * A server action. It reads its argument before the server is looked up, so that a malformed request is rejected with
 * 400 in every state.
 */
export type ActionHandler = (argument: unknown, call: OperationCall) => (server: Server) => EmulatorResponse

/** An action under its name, and how the parity page and `os-instance-actions` show it. */
export interface ActionOperation extends Parity {
  /** The key of the request's body. */
  readonly name: string
  readonly action: ActionHandler
  /** The name in `os-instance-actions`; absent when Nova does not record the action. */
  readonly loggedName?: string
}

const loggedAction = (name: string, action: ActionHandler, loggedName = name, differs?: string): ActionOperation => ({
  name,
  action,
  loggedName,
  ...(differs === undefined ? {} : { differs }),
})

const unloggedAction = (name: string, action: ActionHandler, differs?: string): ActionOperation => ({
  name,
  action,
  ...(differs === undefined ? {} : { differs }),
})

const adminAction = (name: string, rule: string): ActionOperation => ({
  ...unloggedAction(name, () => () => {
    throw policyForbids(rule)
  }),
  isAdminOnly: true,
})

/** Returns an action of an earlier release (410) or a later microversion (404). It is rejected before the server is looked up. */
const unavailableAction = (name: string, rejection: () => ApiError): ActionOperation =>
  unloggedAction(name, () => {
    throw rejection()
  })

const unimplementedAction = (name: string): ActionOperation => ({
  ...unloggedAction(name, () => {
    throw notImplemented(`servers.action.${name}`)
  }),
  isUnimplemented: true,
})

const noConsole = 'There is no console to connect to; Nova with a real hypervisor responds with 200 and its URL.'

/** The actions of Nova's first microversion. */
export const actionTable: readonly ActionOperation[] = [
  loggedAction('os-start', start, 'start'),
  loggedAction('os-stop', stop, 'stop'),
  loggedAction('reboot', reboot),
  loggedAction(
    'resize',
    resize,
    'resize',
    'Servers cannot be resized from or to a u2 flavor (a rule of the vendor); VERIFY_RESIZE is confirmed automatically after a second, which Nova does only with resize_confirm_window.',
  ),
  loggedAction('confirmResize', confirmResize),
  loggedAction('revertResize', revertResize),
  loggedAction(
    'createImage',
    createImage,
    'createImage',
    'Images can be created only of u2 servers (the document), and the response has the image id in its body (the document) as well as the Location header.',
  ),
  unloggedAction('addSecurityGroup', addSecurityGroup),
  unloggedAction('removeSecurityGroup', removeSecurityGroup),
  loggedAction(
    'pause',
    pause,
    'pause',
    'power_state becomes 3, as with libvirt; the fake driver of the recorded Nova leaves 1.',
  ),
  loggedAction('unpause', unpause),
  loggedAction(
    'suspend',
    suspend,
    'suspend',
    'power_state becomes 4, as with libvirt; the fake driver of the recorded Nova leaves 1.',
  ),
  loggedAction('resume', resume),
  loggedAction('rescue', rescue, 'rescue', 'The rescue image is ignored: no machine runs.'),
  loggedAction('unrescue', unrescue),
  loggedAction('rebuild', rebuild),
  loggedAction('changePassword', changePassword, 'changePassword', 'The password has no use: no machine runs.'),
  loggedAction('shelve', shelve),
  adminAction('shelveOffload', 'os-shelve:shelve_offload'),
  loggedAction('unshelve', unshelve),
  loggedAction('lock', lock),
  loggedAction('unlock', unlock),
  loggedAction('forceDelete', forceDelete, 'delete'),
  loggedAction('restore', restore),
  unloggedAction(
    'os-getConsoleOutput',
    consoles.output,
    'The log is short and says that it is synthetic: no machine runs.',
  ),
  unloggedAction('os-getVNCConsole', consoles.unavailable(['novnc', 'xvpvnc']), noConsole),
  unloggedAction('os-getSPICEConsole', consoles.unavailable(['spice-html5']), noConsole),
  unloggedAction('os-getRDPConsole', consoles.unavailable(['rdp-html5']), noConsole),
  unloggedAction('os-getSerialConsole', consoles.unavailable(['serial']), noConsole),
  unloggedAction('addFloatingIp', addFloatingIp),
  unloggedAction('removeFloatingIp', removeFloatingIp),
  adminAction('os-resetState', 'os-admin-actions:reset_state'),
  adminAction('injectNetworkInfo', 'os-admin-actions:inject_network_info'),
  unavailableAction('resetNetwork', gone),
  unavailableAction('trigger_crash_dump', notServed),
  adminAction('migrate', 'os-migrate-server:migrate'),
  adminAction('os-migrateLive', 'os-migrate-server:migrate_live'),
  adminAction('evacuate', 'os-evacuate'),
  loggedAction(
    'createBackup',
    createBackup,
    'createBackup',
    'The oldest backup is deleted when the new one begins, not when it is complete.',
  ),
  unimplementedAction('addFixedIp'),
  unimplementedAction('removeFixedIp'),
]

const actions: ReadonlyMap<string, ActionOperation> = new Map(actionTable.map((entry) => [entry.name, entry]))

function act(call: OperationCall): EmulatorResponse {
  const { body } = call
  // Like Nova, which looks for an action in every body that is neither an object nor a list.
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
  if (operation.loggedName !== undefined) logAction(call, server, operation.loggedName)
  return response
}

export const actionOperations: readonly Operation[] = [
  { name: 'servers.action', method: 'POST', path: '/servers/:server/action', handle: act },
]
