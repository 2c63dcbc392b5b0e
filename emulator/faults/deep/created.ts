import { readCreateRequest } from '../../validation/server-create.ts'
import { planServer } from '../../validation/server-plan.ts'
import { defineFault } from '../define-fault.ts'
import { isObject } from '../edits.ts'
import { mutateResponse } from '../mutators.ts'

const serverIn = (body: unknown) => (isObject(body) && isObject(body['server']) ? body['server'] : {})

/** Faults in which a new server lacks one of several requested values, and faults of the response to its creation. */
export const createdFaults = [
  defineFault(
    'deep-user-data-takes-key',
    'servers.create.key-name',
    'A server that is created with user data and a key has no key.',
    readCreateRequest.override((original, cloud, body) => ({
      ...original(cloud, body),
      ...('user_data' in serverIn(body) ? { keyName: null } : {}),
    })),
  ),
  defineFault(
    'deep-volumes-kept-as-root',
    'servers.create.delete-on-termination',
    'All volumes of a request are deleted with the server if its root volume is.',
    planServer.override((original, cloud, user, request) => {
      const plan = original(cloud, user, request)
      const root = plan.volumes.find(({ isRoot }) => isRoot)
      const volumes = plan.volumes.map((volume) =>
        root ? { ...volume, deleteOnTermination: root.deleteOnTermination } : volume,
      )
      return { ...plan, volumes }
    }),
  ),
  defineFault(
    'deep-last-zone-ignored',
    'servers.create.zone',
    'A server that is requested in any zone but the first is created in the first.',
    planServer.override((original, cloud, user, request) => {
      const plan = original(cloud, user, request)
      return plan.zone === undefined ? plan : { ...plan, zone: cloud.zones[0] }
    }),
  ),
  defineFault(
    'deep-created-called-text',
    'conventions.content-type',
    'The response to the creation of a server is declared as plain text.',
    mutateResponse('servers.create', (response) => ({
      ...response,
      headers: { ...response.headers, 'content-type': 'text/plain' },
    })),
  ),
]
