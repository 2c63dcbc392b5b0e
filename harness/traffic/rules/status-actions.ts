import { resolvePointer } from '#contract'
import type { RequirementId } from '#model'
import type { TrafficCall } from './traffic-rule.ts'

/** An action that leads to another status, according to the document. */
export interface StatusAction {
  /** The statuses in which it is accepted, with the requirement that it is rejected in others. */
  readonly only?: { readonly statuses: readonly string[]; readonly requirement: RequirementId }
  /** Instead of `only`, where Nova accepts the action in more statuses than the document: those in which it must be rejected. */
  readonly never?: { readonly statuses: readonly string[]; readonly requirement: RequirementId }
  /** The status in which it begins → the requirement about how it ends, and its name in `statusSequences`. */
  readonly ends: Readonly<Record<string, readonly [requirement: RequirementId, transition: string]>>
}

const softReboot: StatusAction = {
  only: { statuses: ['ACTIVE'], requirement: 'servers.reboot.soft-only-active' },
  ends: { ACTIVE: ['servers.reboot.soft', 'soft reboot from ACTIVE'] },
}

const hardReboot: StatusAction = {
  ends: {
    ACTIVE: ['servers.reboot.hard', 'hard reboot from ACTIVE'],
    SHUTOFF: ['servers.reboot.hard-from-shutoff', 'hard reboot from SHUTOFF'],
  },
}

const actions: Readonly<Record<string, StatusAction>> = {
  'actOnServer os-start': {
    only: { statuses: ['SHUTOFF'], requirement: 'servers.start.only-shutoff' },
    ends: { SHUTOFF: ['servers.start.becomes-active', 'os-start from SHUTOFF'] },
  },
  'actOnServer os-stop': {
    only: { statuses: ['ACTIVE', 'ERROR'], requirement: 'servers.stop.only-active-or-error' },
    ends: { ACTIVE: ['servers.stop.becomes-shutoff', 'os-stop from ACTIVE'] },
  },
  'actOnServer createImage': {
    ends: {
      ACTIVE: ['servers.state.legal-transitions', 'createImage from ACTIVE'],
      SHUTOFF: ['servers.state.legal-transitions', 'createImage from SHUTOFF'],
    },
  },
  'actOnServer resize': {
    only: { statuses: ['ACTIVE', 'SHUTOFF'], requirement: 'servers.resize.only-active-or-shutoff' },
    ends: {
      ACTIVE: ['servers.resize.auto-confirm', 'resize from ACTIVE'],
      SHUTOFF: ['servers.resize.stays-shutoff', 'resize from SHUTOFF'],
    },
  },
  'actOnServer shelve': {
    never: { statuses: ['SHELVED_OFFLOADED'], requirement: 'servers.shelve.only-active' },
    ends: { ACTIVE: ['servers.shelve.becomes-offloaded', 'shelve from ACTIVE'] },
  },
  'actOnServer unshelve': {
    never: { statuses: ['ACTIVE', 'SHUTOFF'], requirement: 'servers.unshelve.only-offloaded' },
    ends: { SHELVED_OFFLOADED: ['servers.unshelve.becomes-active', 'unshelve from SHELVED_OFFLOADED'] },
  },
}

/** Requests about a server that do not change its status. */
const keepStatusRequests = new Set([
  'updateServer',
  'setServerMetadata',
  'deleteServerMetadata',
  'attachVolume',
  'detachVolume',
])
const keepStatusActions = /^actOnServer (addSecurityGroup|removeSecurityGroup)$/

/** Tells whether a request may change the status of a server. */
export const mayChangeStatus = ({ kind, parameters }: TrafficCall, isReading: boolean): boolean =>
  parameters['serverId'] !== undefined && !isReading && !keepStatusRequests.has(kind) && !keepStatusActions.test(kind)

/** Returns the action of a request; undefined for one whose end is not known. */
export function statusActionOf({ kind, request }: TrafficCall): StatusAction | undefined {
  if (kind !== 'actOnServer reboot') return actions[kind]
  const type = resolvePointer(request, 'body/reboot/type')
  if (type === 'SOFT') return softReboot
  return type === 'HARD' ? hardReboot : undefined
}
