/** The security groups in a response that shows a server. */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  type ComputeClient,
  containsItem,
  hasValueMatching,
  isSuccess,
  type Matcher,
  members,
  resolvePointer,
} from '#harness'
import { orNone } from './or-none.ts'

/** Pointer to the security groups of a server. */
export const securityGroupsPointer = 'body/server/security_groups'

/** A server without groups may omit the property, which `servers.security-groups` allows. */
const omitsGroups = (shown: ApiResponse): boolean =>
  shown.at('body/server') !== undefined && shown.at(securityGroupsPointer) === undefined

/** Returns the names of the security groups; undefined when they are neither omitted nor an array of objects with a name. */
function shownGroupNames(shown: ApiResponse): readonly string[] | undefined {
  if (omitsGroups(shown)) return []
  const names = members(shown, securityGroupsPointer, 'name')
  const areNamed = Array.isArray(shown.at(securityGroupsPointer)) && names.every((name) => typeof name === 'string')
  return areNamed ? names.map(String) : undefined
}

/**
 * Returns the names of the security groups of a server that has some.
 * @throws InconclusiveError when they are not an array of objects with a name, which `servers.security-groups` and
 *   `servers.security-groups.name` cover
 */
export const assumeGroupNames = (shown: ApiResponse): readonly string[] =>
  assumeReadable(shown, omitsGroups(shown) ? undefined : shownGroupNames(shown))

function assumeReadable(shown: ApiResponse, names: readonly string[] | undefined): readonly string[] {
  const isArray = Array.isArray(shown.at(securityGroupsPointer))
  return assumeDefined(
    names,
    'The server shows no names of security groups.',
    isArray ? 'servers.security-groups.name' : 'servers.security-groups',
  )
}

/** Matches a server with all groups of an earlier response, whether or not it still has the group `name`. */
export function keepsOtherGroups(name: string, before: ApiResponse): Matcher {
  const others = [...new Set(assumeReadable(before, shownGroupNames(before)))]
    .filter((group) => group !== name)
    .toSorted()
  return hasValueMatching(securityGroupsPointer, `the groups ${others.join(', ') || 'it had'}`, (value) => {
    const names = Array.isArray(value) ? value.map((group) => resolvePointer(group, 'group/name')) : []
    // servers.security-groups.name covers groups without a name.
    if (names.some((group) => typeof group !== 'string')) return true
    return others.every((group) => names.includes(group))
  })
}

/** Matches a server with the group. */
export const hasGroup = (name: string): Matcher => containsItem(securityGroupsPointer, 'name', name)

/** Matches a server without the group. It may have no array at all, which `servers.security-groups` allows. */
export const excludesGroup =
  (name: string): Matcher =>
  (response) =>
    isSuccess(response) ??
    hasValueMatching(securityGroupsPointer, `no element whose name is ${name}`, (value) => {
      return !Array.isArray(value) || !value.some((group) => resolvePointer(group, 'group/name') === name)
    })(response)

/**
 * Adds a group to a server that shows none, and waits until it is shown: the server may have none, or the target may show none.
 * @throws InconclusiveError when the group does not appear
 */
async function assumeGroupsAreShown(compute: ComputeClient, serverId: string, name: string): Promise<void> {
  const path = { serverId }
  await compute.call('actOnServer', { path, body: { addSecurityGroup: { name } }, mayBeRejected: true })
  const show = () => compute.call('showServer', { path })
  const isThere = (shown: ApiResponse) => hasGroup(name)(shown) === undefined
  const { isDone } = await compute.poll(show, isThere, 'propagation', 'addSecurityGroup')
  assume(isDone, 'The server shows no names of security groups.', 'servers.security-groups')
  compute.run.traits.showsAddedGroups = true
}

/**
 * Removes the group from a server that has it, for example because an earlier request to remove it was lost, or because new servers have
 * the wrong group. Returns the response that shows the server without it.
 * @throws InconclusiveError when the server keeps it
 */
export async function removeGroupIfShown(compute: ComputeClient, serverId: string, name: string): Promise<ApiResponse> {
  const path = { serverId }
  const show = () => compute.call('showServer', { path })
  const isWithout = (shown: ApiResponse) => !assumeReadable(shown, shownGroupNames(shown)).includes(name)
  const before = await show()
  const mayHideGroups = omitsGroups(before) && !compute.run.traits.showsAddedGroups
  if (mayHideGroups) await assumeGroupsAreShown(compute, serverId, name)
  else if (isWithout(before)) return before
  // The request may be rejected, because the response may be outdated and the group already removed.
  await compute.call('actOnServer', { path, body: { removeSecurityGroup: { name } } })
  const { value: after, isDone } = await compute.poll(show, isWithout, 'propagation', 'removeSecurityGroup')
  assume(isDone, 'The server still has the group.', 'groups.remove.detaches')
  return after
}

/**
 * Adds the configured group to a server that does not have it, and records a violation by a server that loses another group. Returns a
 * function that removes the group, and records a violation by a server that no longer has it, or still has it afterwards. Does nothing if
 * the group cannot be added.
 */
export async function addOtherGroup(compute: ComputeClient, serverId: string): Promise<() => Promise<void>> {
  const none = async (): Promise<void> => undefined
  const name = compute.run.settings.resources.securityGroup
  const path = { serverId }
  const show = () => compute.call('showServer', { path })
  if (name === undefined) return none
  const before = await show()
  if (hasGroup(name)(before) === undefined) return none
  const isThere = (shown: ApiResponse) => hasGroup(name)(shown) === undefined
  const act = (action: string) => compute.call('actOnServer', { path, body: { [action]: { name } } })
  if (!(await orNone(act('addSecurityGroup')))?.isSuccess) return none
  const { value: added, isDone: wasThere } = await compute.poll(show, isThere, 'propagation', 'addSecurityGroup')
  const loss = wasThere && shownGroupNames(before) && keepsOtherGroups(name, before)(added)
  if (loss) compute.recordViolation('groups.add.attaches', added, loss)
  return async () => {
    if (wasThere) {
      const { value: shown } = await compute.poll(show, isThere, 'propagation', 'addSecurityGroup')
      const mismatch = shown.isSuccess ? hasGroup(name)(shown) : undefined
      if (mismatch) compute.recordViolation('groups.add.attaches', shown, mismatch)
    }
    const removed = await orNone(act('removeSecurityGroup'))
    const isGone = (shown: ApiResponse) => excludesGroup(name)(shown) === undefined
    if (!removed?.isSuccess) return
    const { value: last } = await compute.poll(show, isGone, 'propagation', 'removeSecurityGroup')
    const mismatch = last.isSuccess ? excludesGroup(name)(last) : undefined
    if (mismatch) compute.recordViolation('groups.remove.detaches', last, mismatch)
  }
}
