/**
 * Spellings in the document's table of server states, and those of the service. One requirement verifies the spelling;
 * all other tests accept both.
 */
const statusAliases: Readonly<Record<string, string>> = {
  BUILDING: 'BUILD',
  STOPPED: 'SHUTOFF',
  RESIZED: 'RESIZE',
  RESCUED: 'RESCUE',
  SOFT_DELETED: 'DELETED',
}

/** Returns a status in the spelling of the service. Upper and lower case count as the same here: `servers.status` verifies it. */
export function canonicalStatus(status: string): string {
  const upper = status.toUpperCase()
  return statusAliases[upper] ?? upper
}

/** The statuses of the service (`_STATE_MAP` in nova/api/openstack/common.py). */
const serviceStatuses = new Set(
  'ACTIVE BUILD DELETED ERROR HARD_REBOOT MIGRATING PASSWORD PAUSED REBOOT REBUILD RESCUE RESIZE REVERT_RESIZE SHELVED SHELVED_OFFLOADED SHUTOFF SUSPENDED UNKNOWN VERIFY_RESIZE'.split(
    ' ',
  ),
)

/** Tells whether a status, in any spelling, is one that the document or the service knows. */
export const isKnownStatus = (status: string): boolean => serviceStatuses.has(canonicalStatus(status))

/**
 * The statuses that a server may go through after a request, in order. From the document's table of server states, with
 * the names that the service uses. Polling may miss any of them; none may come out of order, and no other may appear.
 */
export const statusSequences: Readonly<Record<string, readonly string[]>> = {
  create: ['BUILD', 'ACTIVE'],
  'os-stop from ACTIVE': ['ACTIVE', 'SHUTOFF'],
  'os-start from SHUTOFF': ['SHUTOFF', 'ACTIVE'],
  'soft reboot from ACTIVE': ['ACTIVE', 'REBOOT', 'ACTIVE'],
  'hard reboot from ACTIVE': ['ACTIVE', 'HARD_REBOOT', 'ACTIVE'],
  'hard reboot from SHUTOFF': ['SHUTOFF', 'HARD_REBOOT', 'ACTIVE'],
  'resize from ACTIVE': ['ACTIVE', 'RESIZE', 'VERIFY_RESIZE', 'ACTIVE'],
  'resize from SHUTOFF': ['SHUTOFF', 'RESIZE', 'VERIFY_RESIZE', 'SHUTOFF'],
  'createImage from ACTIVE': ['ACTIVE'],
  'createImage from SHUTOFF': ['SHUTOFF'],
  'shelve from ACTIVE': ['ACTIVE', 'SHELVED', 'SHELVED_OFFLOADED'],
  'unshelve from SHELVED_OFFLOADED': ['SHELVED_OFFLOADED', 'ACTIVE'],
  'delete from ACTIVE': ['ACTIVE', 'DELETED', '404'],
  'delete from SHUTOFF': ['SHUTOFF', 'DELETED', '404'],
}
