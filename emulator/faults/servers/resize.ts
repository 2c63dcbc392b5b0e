import { readResizeRequest } from '../../services/compute/actions/resize.ts'
import { preconditions } from '../../transitions/preconditions.ts'
import { finishResize } from '../../transitions/resize.ts'
import { setActive, setStopped } from '../../transitions/set-state.ts'
import { beginTransition, completeTransition } from '../../transitions/transition.ts'
import { defineFault } from '../define-fault.ts'
import { isObject, without } from '../edits.ts'
import { acceptDespite } from '../mutators.ts'
import { acceptedResponse } from '../responses.ts'
import { acceptActionIf, allowedInAnyState, hasNull, isNotObject, lacks, responseWithBody } from './actions.ts'

export const resizeFaults = [
  defineFault(
    'resize-keeps-flavor',
    'servers.resize.changes-flavor',
    'After a resize, the server has its old flavor.',
    beginTransition.overrideWhen(
      (_cloud, _server, { name }) => name === 'resize',
      (original, cloud, server, transition, start) => original(cloud, server, transition, start, server.flavor.id),
    ),
  ),
  defineFault(
    'resize-never-confirmed',
    'servers.resize.auto-confirm',
    'After a resize, the server stays in VERIFY_RESIZE.',
    completeTransition.overrideWhen(
      (_cloud, _server, { name }) => name === 'resize',
      (original, cloud, server, ...rest) => {
        original(cloud, server, ...rest)
        cloud.scheduler.cancel(server.id)
      },
    ),
  ),
  defineFault(
    'resize-ends-stopped',
    'servers.resize.auto-confirm',
    'A resize of an ACTIVE server ends in SHUTOFF.',
    finishResize.overrideWhen(
      (_cloud, { beforeResize }) => beforeResize?.vmState !== 'stopped',
      (original, cloud, server, at) => {
        original(cloud, server, at)
        setStopped(cloud, server)
      },
    ),
  ),
  defineFault(
    'resize-ends-active',
    'servers.resize.stays-shutoff',
    'A resize of a SHUTOFF server ends in ACTIVE.',
    finishResize.overrideWhen(
      (_cloud, { beforeResize }) => beforeResize?.vmState === 'stopped',
      (original, cloud, server, at) => {
        original(cloud, server, at)
        setActive(cloud, server)
      },
    ),
  ),
  defineFault(
    'resize-in-any-state',
    'servers.state.governs-actions',
    'A server in any state can be resized.',
    ...allowedInAnyState(preconditions.resize),
  ),
  defineFault(
    'resize-object-optional',
    'servers.resize.object-required',
    'A resize whose argument is not an object is accepted.',
    acceptActionIf('resize', isNotObject),
  ),
  defineFault(
    'resize-flavor-optional',
    'servers.resize.flavor-required',
    'A resize without a flavor is accepted.',
    acceptActionIf('resize', lacks('flavorRef')),
  ),
  defineFault(
    'resize-flavor-null-accepted',
    'servers.resize.flavor-required',
    'A resize whose flavor is null is accepted.',
    acceptActionIf('resize', hasNull('flavorRef')),
  ),
  defineFault(
    'resize-unknown-flavor-accepted',
    'servers.resize.flavor-required',
    'A resize to a flavor that does not exist is accepted.',
    acceptDespite('servers.action', acceptedResponse, /^Flavor .* could not be found\.$/),
  ),
  defineFault(
    'resize-same-flavor-accepted',
    'servers.resize.same-flavor-refused',
    'A resize to the present flavor is accepted.',
    acceptDespite('servers.action', acceptedResponse, /^A resize needs another flavor/),
  ),
  defineFault(
    'resize-disk-config-unchecked',
    'servers.resize.disk-config',
    'A resize with any disk configuration is accepted.',
    readResizeRequest.override((original, call, argument) =>
      original(call, isObject(argument) ? without('OS-DCF:diskConfig')(argument) : argument),
    ),
  ),
  defineFault(
    'resize-answers-body',
    'servers.resize.empty-body',
    'The response to a resize has a body.',
    responseWithBody('resize'),
  ),
]
