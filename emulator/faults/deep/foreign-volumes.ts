import type { EmulatorResponse } from '../../server/response.ts'
import { type Defect, defineFault, defineStatefulFault, type RequestContext } from '../define-fault.ts'
import { changeStatus, errorMessage, mutateResponse } from '../mutators.ts'
import { acceptedResponse, attachedVolume } from '../responses.ts'
import { completedWith } from './conditions.ts'

/** Accepts requests for servers of other tenants. */
function acceptedForForeign(
  operation: string,
  accepted: (context: RequestContext) => EmulatorResponse,
): readonly Defect[] {
  const owners = new Map<string, string>()
  return [
    completedWith('create', (_cloud, { id, tenantId }) => void owners.set(id, tenantId)),
    mutateResponse(operation, (response, context) => {
      const [, tenant, id = ''] = /\/v2[^/]*\/([^/]+)\/servers\/([^/]+)/.exec(context.request.url) ?? []
      const owner = owners.get(id)
      return response.status === 404 && owner !== undefined && owner !== tenant ? accepted(context) : response
    }),
  ]
}

/** Faults in which requests about volumes are accepted for servers of another tenant, or rejected with a wrong status. */
export const foreignVolumeFaults = [
  defineStatefulFault(
    'deep-foreign-detach',
    'access.tenant-isolation',
    'A tenant can detach the volumes of the servers of another tenant.',
    () => acceptedForForeign('attachments.detach', acceptedResponse),
  ),
  defineStatefulFault(
    'deep-foreign-attach',
    'access.tenant-isolation',
    'A tenant can attach a volume to the servers of another tenant.',
    () => acceptedForForeign('attachments.attach', attachedVolume),
  ),
  defineFault(
    'deep-detached-again-as-bad-request',
    'status.not-found',
    'The response to a request to detach a volume that is not attached is 400.',
    mutateResponse('attachments.detach', (response, context) =>
      / is not attached to volume /.test(errorMessage(response))
        ? changeStatus('attachments.detach', 404, 400).change(response, context)
        : response,
    ),
  ),
]
