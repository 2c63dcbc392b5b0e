import { preconditions } from '../../transitions/preconditions.ts'
import { setStopped } from '../../transitions/set-state.ts'
import { completedWith } from '../deep/conditions.ts'
import { defineFault, ofLaterEdition } from '../define-fault.ts'
import { acceptDespite } from '../mutators.ts'
import { acceptedResponse } from '../responses.ts'
import { allowedInAnyState, neverBegins, responseWithBody } from './actions.ts'

/** Faults of actions that the document has since its edition of May 2026. */
export const shelvingFaults = [
  defineFault(
    'shelve-does-nothing',
    'servers.shelve.becomes-offloaded',
    'A shelve is accepted but has no effect.',
    neverBegins('shelve'),
    neverBegins('shelveLocal'),
  ),
  defineFault(
    'shelve-keeps-the-host',
    'servers.shelve.becomes-offloaded',
    'A shelved server stays SHELVED.',
    neverBegins('shelveOffload'),
  ),
  defineFault(
    'shelve-in-any-state',
    'servers.shelve.only-active',
    'A server in any state can be shelved.',
    ...allowedInAnyState(preconditions.shelve),
  ),
  defineFault(
    'shelve-answers-body',
    'servers.shelve.empty-body',
    'The response to a shelve has a body.',
    responseWithBody('shelve'),
  ),
  defineFault(
    'resize-without-host',
    'servers.resize.only-active-or-shutoff',
    'A resize of a shelved server is accepted but has no effect.',
    acceptDespite('servers.action', acceptedResponse, /^Cannot 'resize'.* shelved_offloaded/),
  ),
  defineFault(
    'unshelve-ends-stopped',
    'servers.unshelve.becomes-active',
    'An unshelve ends in SHUTOFF.',
    completedWith('unshelve', setStopped),
  ),
  defineFault(
    'unshelve-in-any-state',
    'servers.unshelve.only-offloaded',
    'A server in any state can be unshelved.',
    ...allowedInAnyState(preconditions.unshelve),
  ),
  defineFault(
    'unshelve-answers-body',
    'servers.unshelve.empty-body',
    'The response to an unshelve has a body.',
    responseWithBody('unshelve'),
  ),
  ...(
    [
      ['shelved-start-accepted', 'servers.start.only-shutoff', 'start'],
      ['shelved-stop-accepted', 'servers.stop.only-active-or-error', 'stop'],
      ['shelved-reboot-accepted', 'servers.reboot.soft-only-active', 'reboot'],
    ] as const
  ).map(([name, requirement, action]) =>
    ofLaterEdition(
      defineFault(
        name,
        requirement,
        `A ${action} of a shelved server is accepted but has no effect.`,
        acceptDespite('servers.action', acceptedResponse, new RegExp(`^Cannot '${action}'.* shelved_offloaded`)),
      ),
    ),
  ),
]
