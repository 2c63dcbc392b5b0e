import { deleteKeypair } from '../../services/compute/keypairs.ts'
import { removeGroup, storeGroup } from '../../services/compute/server-groups.ts'
import { defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { isObject } from '../edits.ts'
import { mutateResponse } from '../mutators.ts'
import { serverErrorResponse } from '../responses.ts'

/** Faults of what remains, or is created again, after a deletion. */
export const afterDeletionFaults = [
  defineStatefulFault(
    'deep-hidden-without-keypair',
    'servers.show.answers',
    'A server whose keypair was deleted cannot be shown.',
    () => {
      const deleted = new Set<unknown>()
      return [
        deleteKeypair.observe(({ param }) => void deleted.add(param('keypair'))),
        mutateResponse('servers.show', (response) => {
          const server = isObject(response.body) ? response.body['server'] : undefined
          return isObject(server) && deleted.has(server['key_name']) ? serverErrorResponse : response
        }),
      ]
    },
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-server-group-with-former-members',
      'server-groups.members.created',
      'A server group has the members of a deleted one of its name.',
      () => {
        const former = new Map<string, readonly string[]>()
        return [
          removeGroup.observe((_call, { name, members }) => void former.set(name, members)),
          storeGroup.override((original, call, group) =>
            original(call, { ...group, members: former.get(group.name) ?? [] }),
          ),
        ]
      },
    ),
  ),
]
