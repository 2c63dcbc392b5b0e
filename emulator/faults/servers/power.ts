import { readRebootType } from '../../services/compute/actions/reboot.ts'
import { softReboot } from '../../transitions/power.ts'
import { allowsTask, preconditions } from '../../transitions/preconditions.ts'
import { setActive, setError, setStopped } from '../../transitions/set-state.ts'
import { beginTransition } from '../../transitions/transition.ts'
import { defineFault } from '../define-fault.ts'
import { isObject } from '../edits.ts'
import { acceptDespite, acceptIf } from '../mutators.ts'
import { acceptedResponse } from '../responses.ts'
import {
  acceptActionIf,
  allowedInAnyState,
  endsWith,
  hasEmpty,
  isNotObject,
  lacks,
  neverBegins,
  responseWithBody,
} from './actions.ts'

/** Faults of starting, stopping and rebooting, and of actions in general. */
export const powerFaults = [
  defineFault(
    'actions-unchecked',
    'actions.one-key',
    'A body with no action, or with several, is accepted.',
    acceptIf('servers.action', acceptedResponse, (body) => isObject(body) && Object.keys(body).length !== 1),
  ),
  defineFault(
    'actions-unknown-accepted',
    'actions.one-key',
    'An unknown action is accepted.',
    acceptDespite('servers.action', acceptedResponse, /^There is no such action/),
  ),
  defineFault(
    'busy-server-accepts-actions',
    'servers.state.governs-actions',
    'An action may begin while another one is in progress.',
    allowsTask.overrideWhen(
      (_cloud, { taskState }) => taskState !== null && taskState !== 'deleting',
      () => true,
    ),
  ),
  defineFault(
    'start-does-nothing',
    'servers.start.becomes-active',
    'A start is accepted but has no effect.',
    neverBegins('start'),
  ),
  defineFault(
    'start-by-way-of-reboot',
    'servers.state.legal-transitions',
    'A server that is started reboots before it is ACTIVE.',
    endsWith('start', (cloud, server, at) => {
      setActive(cloud, server)
      beginTransition(cloud, server, softReboot, at)
    }),
  ),
  defineFault(
    'start-in-any-state',
    'servers.start.only-shutoff',
    'A server that is not SHUTOFF can be started.',
    ...allowedInAnyState(preconditions.start),
  ),
  defineFault(
    'start-answers-body',
    'servers.start.empty-body',
    'The response to a start has a body.',
    responseWithBody('os-start'),
  ),
  defineFault(
    'stop-does-nothing',
    'servers.stop.becomes-shutoff',
    'A stop is accepted but has no effect.',
    neverBegins('stop'),
  ),
  defineFault(
    'stop-ends-in-error',
    'servers.stop.becomes-shutoff',
    'A stop ends in ERROR.',
    endsWith('stop', (cloud, server, at) => setError(cloud, server, at, 'The server could not be stopped.')),
  ),
  defineFault(
    'stop-in-any-state',
    'servers.stop.only-active-or-error',
    'A server that is neither ACTIVE nor in ERROR can be stopped.',
    ...allowedInAnyState(preconditions.stop),
  ),
  defineFault(
    'stop-answers-body',
    'servers.stop.empty-body',
    'The response to a stop has a body.',
    responseWithBody('os-stop'),
  ),
  defineFault(
    'reboot-soft-ends-stopped',
    'servers.reboot.soft',
    'A soft reboot ends in SHUTOFF.',
    endsWith('softReboot', setStopped),
  ),
  defineFault(
    'reboot-soft-in-any-state',
    'servers.reboot.soft-only-active',
    'A soft reboot of a server that is not ACTIVE is accepted.',
    ...allowedInAnyState(preconditions.softReboot),
  ),
  defineFault(
    'reboot-hard-ends-stopped',
    'servers.reboot.hard',
    'A hard reboot of an ACTIVE server ends in SHUTOFF.',
    endsWith('hardReboot', setStopped, 'active'),
  ),
  defineFault(
    'reboot-hard-of-stopped-in-vain',
    'servers.reboot.hard-from-shutoff',
    'After a hard reboot, a SHUTOFF server is still SHUTOFF.',
    endsWith('hardReboot', setStopped, 'stopped'),
  ),
  defineFault(
    'reboot-hard-of-stopped-without-power',
    'servers.power-state.agrees',
    'After a hard reboot of a SHUTOFF server, power_state is still that of a machine that is off.',
    endsWith(
      'hardReboot',
      (cloud, server) => {
        setActive(cloud, server)
        server.powerState = 4
      },
      'stopped',
    ),
  ),
  defineFault(
    'reboot-object-optional',
    'servers.reboot.object-required',
    'A reboot whose argument is not an object is accepted.',
    acceptActionIf('reboot', isNotObject),
  ),
  defineFault(
    'reboot-type-optional',
    'servers.reboot.type-required',
    'A reboot without a type is accepted.',
    acceptActionIf('reboot', lacks('type')),
  ),
  defineFault(
    'reboot-type-empty-accepted',
    'servers.reboot.type-required',
    'A reboot with an empty type is accepted.',
    acceptActionIf('reboot', hasEmpty('type')),
  ),
  defineFault(
    'reboot-type-unchecked',
    'servers.reboot.type-required',
    'A reboot of an unknown type is a soft reboot.',
    readRebootType.overrideWhen(
      (_call, argument) => isObject(argument) && argument['type'] !== undefined,
      (_original, _call, argument) => (isObject(argument) && argument['type'] === 'HARD' ? 'HARD' : 'SOFT'),
    ),
  ),
  defineFault(
    'reboot-answers-body',
    'servers.reboot.empty-body',
    'The response to a reboot has a body.',
    responseWithBody('reboot'),
  ),
]
