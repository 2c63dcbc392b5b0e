/** The update of the server with all optional fields, and the removal of one of its groups. */
import type { ApiResponse, ComputeClient, InconclusiveError } from '#harness'
import { orInconclusive } from '../support/or-none.ts'
import { excludesGroup, hasGroup } from '../support/security-groups.ts'
import { isDescribedAs } from '../support/servers/server-comparison.ts'
import { detailedList, listReader } from '../support/servers/server-list.ts'
import type { ScenarioContext } from './scenario.ts'

/** The responses about an update of the server. */
export interface ObservedUpdate {
  /** The response to an update of `accessIPv4`, or of the name in a later edition. */
  readonly updated: ApiResponse | InconclusiveError
  /** The detailed list after the update. */
  readonly detailAfterUpdate: ApiResponse | InconclusiveError
  /** The response to showServer after the update. */
  readonly shownAfterUpdate: ApiResponse
}

/** The responses about the removal of a group from the server. */
export interface GroupRemoval {
  readonly name: string
  /** The response to showServer before it. */
  readonly before: ApiResponse
  readonly response: ApiResponse
  /** The response to showServer after it, once the group is gone or the propagation timeout is over. */
  readonly after: ApiResponse
}

/** Updates an attribute of a server with the given name, and reads the server and the detailed list until they agree. */
export async function updateAndObserve(
  { compute, build }: ScenarioContext,
  serverId: string,
  name: string,
): Promise<ObservedUpdate> {
  const path = { serverId }
  // Without a response to the update, the server is compared with the create request.
  const isFirstEdition = compute.run.settings.edition === '2020-03'
  const attribute = isFirstEdition ? { accessIPv4: '192.0.2.40' } : { name: build.longName(254) }
  const updated = await orInconclusive(compute.call('updateServer', { path, body: { server: attribute } }))
  const show = () => compute.call('showServer', { path })
  let shownAfterUpdate = await show()
  const readUntilListed = listReader(compute, detailedList).until(serverId)
  let reads = 0
  // Either of the two may be outdated.
  const readDetail = async () => {
    if (reads++ > 0) shownAfterUpdate = await show()
    return readUntilListed({ name: shownAfterUpdate.string('body/server/name') ?? name })
  }
  const isCurrent = (detail: ApiResponse) => isDescribedAs(shownAfterUpdate, serverId, detail)
  const details = compute.poll(readDetail, isCurrent, 'propagation', 'servers.show.equals-detail')
  const detailAfterUpdate = await orInconclusive(details.then(({ value }) => value))
  return { updated, detailAfterUpdate, shownAfterUpdate }
}

/** Removes one of the two groups that a server was created with; undefined where it has only one, or none is configured. */
export async function removeOneGroup(
  compute: ComputeClient,
  serverId: string,
  before: ApiResponse,
): Promise<GroupRemoval | InconclusiveError | undefined> {
  const { securityGroup } = compute.run.settings.resources
  if (securityGroup === undefined || hasGroup(securityGroup)(before) !== undefined) return undefined
  // A target may not remove its default group. Other tests remove the configured one.
  const removed = hasGroup('default')(before) === undefined ? 'default' : securityGroup
  return orInconclusive(removeGroup(compute, serverId, before, removed))
}

async function removeGroup(
  compute: ComputeClient,
  serverId: string,
  before: ApiResponse,
  name: string,
): Promise<GroupRemoval> {
  const path = { serverId }
  const response = await compute.call('actOnServer', { path, body: { removeSecurityGroup: { name } } })
  const show = () => compute.call('showServer', { path })
  const isDone = (shown: ApiResponse) => !response.isSuccess || excludesGroup(name)(shown) === undefined
  const { value: after } = await compute.poll(show, isDone, 'propagation', 'removeSecurityGroup')
  return { name, before, response, after }
}
