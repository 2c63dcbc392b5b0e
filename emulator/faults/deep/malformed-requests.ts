import { defineFault, ofLaterEdition } from '../define-fault.ts'
import { errorMessage, mutateResponse } from '../mutators.ts'
import { serverErrorResponse } from '../responses.ts'

/** Responds with 500 to a body that is not JSON. */
const failsForMalformedBody = (operation: string) =>
  mutateResponse(operation, (response) =>
    errorMessage(response) === 'Malformed request body' ? serverErrorResponse : response,
  )

/** Responds with 500 in place of 404 if the id at the end of the path is not a UUID. */
const failsForMalformedId = (operation: string) =>
  mutateResponse(operation, (response, { request }) =>
    response.status === 404 && !/\/[\da-f]{8}-[\da-f-]{27}$/.test(request.url) ? serverErrorResponse : response,
  )

/** Faults by which one operation alone fails for a malformed body or id. */
export const malformedRequestFaults = [
  defineFault(
    'deep-malformed-update-as-server-error',
    'errors.malformed-json',
    'A body that is not JSON causes a 500 in the update of a server.',
    failsForMalformedBody('servers.update'),
  ),
  defineFault(
    'deep-malformed-attach-as-server-error',
    'errors.malformed-json',
    'A body that is not JSON causes a 500 in a request to attach a volume.',
    failsForMalformedBody('attachments.attach'),
  ),
  ofLaterEdition(
    defineFault(
      'deep-malformed-server-group-as-server-error',
      'errors.malformed-json',
      'A body that is not JSON causes a 500 in the creation of a server group.',
      failsForMalformedBody('server-groups.create'),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-malformed-pair-as-server-error',
      'errors.malformed-json',
      'A body that is not JSON causes a 500 in a change of metadata.',
      failsForMalformedBody('servers.metadata.set-item'),
    ),
  ),
  defineFault(
    'deep-attachment-id-not-uuid-fails',
    'attachments.unknown-refused',
    'An attachment whose id is not a UUID causes a 500 when it is shown.',
    failsForMalformedId('attachments.show'),
  ),
  ofLaterEdition(
    defineFault(
      'deep-server-group-id-not-uuid-fails',
      'server-groups.unknown-refused',
      'A server group whose id is not a UUID causes a 500 when it is shown.',
      failsForMalformedId('server-groups.show'),
    ),
  ),
]
