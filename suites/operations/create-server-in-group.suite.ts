/**
 * POST /servers with os:scheduler_hints: a server becomes a member of a server group.
 */
import { type ApiResponse, assume, assumeDefined, describe, isSuccess, probes, test, verifies } from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { isMemberOnlyOf } from '../scenarios/group-membership.ts'
import { nonexistentId } from '../support/rejections.ts'
import {
  assumeShownGroup,
  hasMembers,
  hasMembersAt,
  listedMembersPointer,
  membersPointer,
  schedulerHint,
} from '../support/server-groups.ts'

/** The OpenAPI description covers members that are not ids. */
const isWellFormed = (response: ApiResponse, pointer: string): boolean =>
  Array.isArray(response.at(pointer)) && response.array(pointer).every((id) => typeof id === 'string')

const noGroup = 'No server group can be created.'

describe('POST /servers, os:scheduler_hints', () => {
  test(
    'accepts a server group as scheduler hint',
    verifies('servers.create.scheduler-hint'),
    async ({ given, compute, build, verify }) => {
      const { serverGroup, responseFor } = await allFieldsServer({ given, compute, build })

      assumeDefined(serverGroup, noGroup, 'server-groups.create.answers')
      verify('servers.create.scheduler-hint').isSuccess(responseFor('hint'))
    },
  )

  test(
    'makes the server a member of the group until it is deleted',
    verifies('server-groups.members.created', 'server-groups.members.deleted'),
    async ({ given, compute, build, verify }) => {
      const { serverGroup, membership } = await allFieldsServer({ given, compute, build })
      assumeDefined(serverGroup, noGroup, 'server-groups.create.answers')
      const { groupId, serverId, created, withServer, listed, afterDelete, listedAfterDelete } = assumeDefined(
        membership,
        'No server was created in a server group.',
        'servers.create.scheduler-hint',
      )
      assumeShownGroup(withServer, groupId)
      const areWellFormed = [created, withServer].every((response) => isWellFormed(response, membersPointer))
      assume(areWellFormed, 'The members are not an array of ids.', 'server-groups.members')

      const lists = verify.soft('server-groups.members.created')
      lists.matches(created, hasMembers())
      lists.matches(withServer, isSuccess, hasMembers(serverId))
      const pointer = listedMembersPointer(listed, groupId)
      if (isWellFormed(listed, pointer)) lists.matches(listed, hasMembersAt(pointer, serverId))
      lists.matches(listed, isMemberOnlyOf(groupId, serverId))
      verify.complete('server-groups.members.created')

      const isMember = hasMembers(serverId)(withServer) === undefined
      assume(isMember, 'The server was not a member of the group.', 'server-groups.members.created')
      const last = assumeDefined(afterDelete, 'The server was not deleted.', 'servers.delete.removes')
      assumeShownGroup(last, groupId)
      verify.soft('server-groups.members.deleted').matches(last, hasMembers())
      const later = listedAfterDelete && listedMembersPointer(listedAfterDelete, groupId)
      // Other requirements cover a list without the group or its members.
      if (listedAfterDelete && later !== undefined && isWellFormed(listedAfterDelete, later))
        verify.soft('server-groups.members.deleted').matches(listedAfterDelete, hasMembersAt(later))
    },
  )

  test(
    'rejects a server group that does not exist, or the server ends in ERROR',
    probes('servers.create.scheduler-hint-unknown'),
    async ({ given, build, verify }) => {
      const response = await given.tryCreateServer({ ...build.server('hint'), ...schedulerHint(nonexistentId) })

      await verify('servers.create.scheduler-hint-unknown').isRejectedOrFails(response)
    },
  )
})
