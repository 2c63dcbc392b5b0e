import { resolvePointer } from '#contract'
import { canonicalStatus } from '#model'
import { textAt } from '../../oracle/read-attribute.ts'

/** The attributes of a server at rest that lists filter by. */
export interface ServerView {
  readonly name: string
  readonly status: string
  readonly flavor: string | undefined
  /** Undefined for one that boots from a volume. */
  readonly image: string | undefined
  /** Its `updated` as shown. */
  readonly updated: string | undefined
}

/** Statuses at rest, with the `vm_state` of each. If a server shows a different one, its status may be misnamed. */
const vmStates: Readonly<Record<string, string>> = {
  ...{ ACTIVE: 'active', SHUTOFF: 'stopped', ERROR: 'error', SHELVED: 'shelved' },
  ...{ SHELVED_OFFLOADED: 'shelved_offloaded', VERIFY_RESIZE: 'resized' },
}

/** Tells whether a server has no task and its `vm_state` agrees with its status. */
export const isAtRest = (server: unknown, status: string): boolean =>
  resolvePointer(server, 'item/OS-EXT-STS:task_state') === null &&
  vmStates[status] === textAt(server, 'OS-EXT-STS:vm_state')

/** Returns the attributes in a description of a server; undefined for one that is not at rest. */
export function viewAtRest(server: unknown): ServerView | undefined {
  const [name, status] = [textAt(server, 'name'), canonicalStatus(textAt(server, 'status') ?? '')]
  if (name === undefined || vmStates[status] === undefined || !isAtRest(server, status)) return undefined
  const [flavor, image] = [textAt(server, 'flavor/id'), textAt(server, 'image/id')]
  return { name, status, flavor, image, updated: textAt(server, 'updated') }
}
