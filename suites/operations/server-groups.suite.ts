/** /os-server-groups: groups of servers that are placed on different hosts. */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  type ComputeClient,
  containsItem,
  describe,
  hasValue,
  isRejected,
  isSuccess,
  lacksItem,
  members,
  probes,
  test,
  type Verify,
  verifies,
} from '#harness'
import { describedAs, differs, isDescribedAs, policies } from '../support/group-descriptions.ts'
import { nonexistentId, recordIfAccepted } from '../support/rejections.ts'
import {
  createGroup,
  type FoundGroup,
  findGroup,
  groupPointer,
  groupsPointer,
  listGroups,
  recordIfForeign,
  removeGroup,
  showGroup,
} from '../support/server-groups.ts'
import { unusualText } from '../support/unusual-text.ts'

/** A new group, the response to its creation, and the responses that should contain it. */
interface ObservedGroup extends FoundGroup {
  readonly id: string
  readonly name: string
  readonly response: ApiResponse
}

type TwoGroups = readonly [first: ObservedGroup, second: ObservedGroup]

/** Verifies that the lists have their groups. Returns false for a list in which a group cannot be looked up. */
function verifyGroupList(verify: Verify, groups: TwoGroups): boolean {
  const [{ listed }] = groups
  verify.soft('server-groups.list.answers').isSuccess(listed)
  const hasIds = members(listed, groupsPointer, 'id').every((id) => typeof id === 'string')
  if (!Array.isArray(listed.at(groupsPointer)) || !hasIds) return false
  for (const group of groups)
    verify.soft('server-groups.list.answers').matches(group.listed, containsItem(groupsPointer, 'id', group.id))
  verify.complete('server-groups.list.answers')
  return true
}

function verifyShownGroups(verify: Verify, groups: TwoGroups): void {
  for (const { id, shown } of groups) {
    verify.soft('server-groups.show.answers').isSuccess(shown)
    if (shown.string(`${groupPointer}/id`) !== undefined)
      verify.soft('server-groups.show.answers').matches(shown, hasValue(`${groupPointer}/id`, id))
  }
  verify.complete('server-groups.show.answers')
}

/** Records a violation by a response to a create whose group has another name or other policies than requested. */
function recordIfNotAsRequested(compute: ComputeClient, groups: TwoGroups): void {
  for (const { name, response } of groups) {
    const requested = { name, policies: policies.join(', ') }
    const created = describedAs(response, groupPointer)
    const mismatch = differs(groupPointer, requested, created)
    if (!isDescribedAs(created, requested))
      compute.recordViolation('server-groups.create.as-requested', response, mismatch)
  }
}

/** Verifies that show and list describe a group like the response to its creation. Returns false if that is not as requested. */
function verifyEqualsCreate(verify: Verify, { id, name, response: created, shown, listed }: ObservedGroup): boolean {
  const expected = describedAs(created, groupPointer)
  if (!isDescribedAs(expected, { name, policies: policies.join(', ') })) return false
  const position = members(listed, groupsPointer, 'id').indexOf(id)
  for (const [response, pointer] of [
    [shown, groupPointer],
    [listed, `${groupsPointer}/${position}`],
  ] as const) {
    const actual = describedAs(response, pointer)
    const isSame = isDescribedAs(actual, expected)
    verify.soft('server-groups.show.equals-create').holds(isSame, response, differs(pointer, expected, actual))
  }
  verify.complete('server-groups.show.equals-create')
  return true
}

/** Deletes the first group, and verifies that it is gone and that the second one still exists. */
async function verifyDeletesOne(verify: Verify, compute: ComputeClient, [first, second]: TwoGroups): Promise<void> {
  const removes = verify('server-groups.delete.removes')
  removes.isSuccess(await removeGroup(compute, first.id))
  if (first.isShown) await removes.eventually(() => showGroup(compute, first.id), isRejected)
  if (first.isListed) await removes.eventually(() => listGroups(compute), lacksItem(groupsPointer, 'id', first.id))
  const other = second.isShown ? await showGroup(compute, second.id) : undefined
  const lost = other && isSuccess(other)
  if (other && lost) {
    // A group that is still listed was not removed, but is not shown a second time.
    const isKept = members(await listGroups(compute), groupsPointer, 'id').includes(second.id)
    if (isKept) compute.recordViolation('server-groups.show.answers', other, lost)
    else removes.holds(false, other, lost)
  }
  verify.complete('server-groups.delete.removes')
}

describe('/os-server-groups', () => {
  test(
    'creates a group with the requested name and policies',
    verifies('server-groups.create.answers', 'server-groups.create.as-requested'),
    async ({ compute, build, verify }) => {
      // The document does not say which characters a name may have, nor how long it may be.
      const unusual = { name: `${build.name('group')} ${unusualText} ${'n'.repeat(60)}`, policies }
      const plain = { name: build.name('group'), policies }
      const attempted = await createGroup(compute, unusual, { mayBeRejected: true })
      const { name } = attempted.isSuccess ? unusual : plain

      const created = attempted.isSuccess ? attempted : await createGroup(compute, plain)

      verify('server-groups.create.answers').isSuccess(created)
      assumeDefined(created.at(groupPointer), 'The response has no group.', 'server-groups.create.object')
      const id = assumeDefined(created.string(`${groupPointer}/id`), 'The new group has no id.', 'server-groups.id')
      const { shown, listed, isShown, isListed } = await findGroup(compute, id)
      verify('server-groups.create.answers').holds(isShown || isListed, shown, {
        message: 'A new server group is neither shown nor listed.',
        at: 'status',
        expected: 'a success (2xx)',
        actual: String(shown.status),
      })
      verify.complete('server-groups.create.answers')
      await removeGroup(compute, id)
      const actual = describedAs(created, groupPointer)
      assume('name' in actual && 'policies' in actual, 'The response has no name or no policies.', 'server-groups.name')
      const expected = { name, policies: policies.join(', ') }
      const isAsRequested = isDescribedAs(actual, expected)
      verify
        .soft('server-groups.create.as-requested')
        .holds(isAsRequested, created, differs(groupPointer, expected, actual))
      const position = members(listed, groupsPointer, 'id').indexOf(id)
      const views = [[shown, groupPointer] as const, [listed, `${groupsPointer}/${position}`] as const]
      for (const [response, pointer] of isAsRequested ? views : []) {
        const described = describedAs(response, pointer)
        if (!isDescribedAs(described, expected))
          compute.recordViolation('server-groups.show.equals-create', response, differs(pointer, expected, described))
      }
    },
  )

  test(
    'lists, shows and deletes one of two groups',
    verifies(
      'server-groups.list.answers',
      'server-groups.show.answers',
      'server-groups.show.equals-create',
      'server-groups.delete.removes',
      'server-groups.unknown-refused',
    ),
    async ({ given, compute, target, verify }) => {
      const first = await given.serverGroup()
      // A target may look for groups by their names, which need not be different.
      const second = await given.serverGroup(first.name)
      const groups = [
        { ...first, ...(await findGroup(compute, first.id)) },
        { ...second, ...(await findGroup(compute, second.id)) },
      ] as const
      const isFound = groups[0].isShown || groups[0].isListed
      assume(isFound, 'A new server group is neither shown nor listed.', 'server-groups.create.answers')

      const isListable = verifyGroupList(verify, groups)
      verifyShownGroups(verify, groups)
      recordIfNotAsRequested(compute, groups)
      if (target.other) await recordIfForeign(compute, first.id, target.other)
      const isAsRequested = verifyEqualsCreate(verify, groups[0])
      await verifyDeletesOne(verify, compute, groups)

      // The last request about this group, because a faulty target deletes it.
      const foreign = target.other && (await removeGroup(compute, second.id, target.other))
      recordIfAccepted(compute, 'server-groups.unknown-refused', foreign)
      for (const response of [await showGroup(compute, first.id), await removeGroup(compute, first.id)])
        verify.soft('server-groups.unknown-refused').isDenied(response, isRejected)
      verify.complete('server-groups.unknown-refused')
      assume(isListable, 'The list is not an array of groups with ids.', 'server-groups.list.array')
      assume(isAsRequested, 'The new group is not as requested.', 'server-groups.create.as-requested')
    },
  )

  test(
    'rejects an id that no group has',
    verifies('server-groups.unknown-refused', 'status.not-found'),
    async ({ compute, verify }) => {
      for (const response of [await showGroup(compute, nonexistentId), await removeGroup(compute, nonexistentId)]) {
        verify.soft('server-groups.unknown-refused').isDenied(response, isRejected)
        verify.soft('status.not-found').hasListedStatus(response)
      }
      verify.soft('server-groups.unknown-refused').isDenied(await showGroup(compute, 'not-a-uuid'), isRejected)
    },
  )

  test(
    'rejects a group without the wrapper, a name or policies',
    probes(
      'server-groups.create.wrapper-required',
      'server-groups.create.name-required',
      'server-groups.create.policies-required',
    ),
    async ({ compute, build, verify }) => {
      const tryCreate = (body: unknown) => compute.call('createServerGroup', { body, isInvalid: true })
      const name = build.name('group')

      for (const body of [{}, { server_group: null }, { name, policies }])
        verify.soft('server-groups.create.wrapper-required').isRejected(await tryCreate(body))
      for (const server_group of [{ policies }, { name: null, policies }])
        verify.soft('server-groups.create.name-required').isRejected(await tryCreate({ server_group }))
      for (const server_group of [{ name }, { name, policies: null }])
        verify.soft('server-groups.create.policies-required').isRejected(await tryCreate({ server_group }))
    },
  )

  test(
    'rejects the policy affinity',
    probes('server-groups.create.only-anti-affinity'),
    async ({ compute, build, verify }) => {
      const name = build.name('group')
      for (const policies of [['affinity'], ['anti-affinity', 'affinity']]) {
        const body = { server_group: { name, policies } }
        const response = await compute.call('createServerGroup', { body, isInvalid: true })

        verify('server-groups.create.only-anti-affinity').isRejected(response)
      }
      const listed = await listGroups(compute)
      if (Array.isArray(listed.at(groupsPointer)))
        verify('server-groups.create.only-anti-affinity').matches(listed, lacksItem(groupsPointer, 'name', name))
    },
  )

  test(
    'rejects a policy that does not exist',
    probes('server-groups.create.unknown-policy-refused'),
    async ({ compute, build, verify }) => {
      // A target may look for the name of a policy anywhere in the text.
      const body = { server_group: { name: build.name('group'), policies: ['not-anti-affinity'] } }
      const response = await compute.call('createServerGroup', { body, isInvalid: true })

      verify('server-groups.create.unknown-policy-refused').isRejected(response)
    },
  )
})
