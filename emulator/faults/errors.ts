import type { EmulatorResponse, Json } from '../server/response.ts'
import { defineFault, type Mutation } from './define-fault.ts'
import { fixed, isObject, without } from './edits.ts'
import { changeStatus, errorMessage, mutateResponse } from './mutators.ts'
import { serverErrorResponse } from './responses.ts'

/** Changes Nova's error envelope. Keystone, which rejects invalid tokens, has another one. */
function mutateEnvelope(change: (name: string, error: Json) => Json): Mutation {
  return mutateResponse('*', (response): EmulatorResponse => {
    if (response.status < 400 || response.status === 401 || !isObject(response.body)) return response
    const [entry] = Object.entries(response.body)
    return entry?.[1] === undefined ? response : { ...response, body: change(entry[0], entry[1]) }
  })
}

/** Changes the code in the body of an error, but not its status. */
const withCode = (code: number, response: EmulatorResponse): EmulatorResponse => ({
  ...response,
  body: isObject(response.body)
    ? Object.fromEntries(
        Object.entries(response.body).map(([name, error]) => [
          name,
          isObject(error) ? fixed('code', code)(error) : error,
        ]),
      )
    : response.body,
})

/** Limits a mutation to requests whose body was parsed. */
function afterParsing({ operations, change }: Mutation): Mutation {
  return {
    operations,
    change: (response, context) => (context.body === undefined ? response : change(response, context)),
  }
}

/** Faults of errors: their envelope, their code, and the status of single errors. */
export const errorFaults = [
  defineFault(
    'error-envelope-flat',
    'errors.envelope',
    'Errors are at the top of the body, without the key that names them.',
    mutateEnvelope((_name, error) => error),
  ),
  defineFault(
    'error-message-missing',
    'errors.envelope',
    'Errors have no message.',
    mutateEnvelope((name, error) => ({ [name]: isObject(error) ? without('message')(error) : error })),
  ),
  defineFault(
    'error-code-differs',
    'errors.code-matches',
    'The code in the body of an error is always 500.',
    mutateEnvelope((name, error) => ({ [name]: isObject(error) ? fixed('code', 500)(error) : error })),
  ),
  defineFault(
    'deep-error-code-of-conflicts',
    'errors.code-matches',
    'The code in the body of a 409 is 400.',
    mutateResponse('*', (response) => (response.status === 409 ? withCode(400, response) : response)),
  ),
  defineFault(
    'deep-error-code-of-deletions',
    'errors.code-matches',
    'The code in the body is 400 where what should be deleted does not exist.',
    mutateResponse('keypairs.delete', (response) => (response.status === 404 ? withCode(400, response) : response)),
    mutateResponse('servers.delete', (response) => (response.status === 404 ? withCode(400, response) : response)),
  ),
  defineFault(
    'malformed-json-as-server-error',
    'errors.malformed-json',
    'A body that is not JSON causes a 500.',
    mutateResponse('*', (response, { body }) =>
      body === undefined && response.status === 400 && errorMessage(response) === 'Malformed request body'
        ? serverErrorResponse
        : response,
    ),
  ),
  defineFault(
    'unknown-route-answered',
    'errors.unknown-route',
    'The response to an unknown path is 200 with an empty object.',
    mutateResponse('unknown', (response) =>
      response.status === 404 ? { status: 200, headers: {}, body: {} } : response,
    ),
  ),
  defineFault(
    'not-found-as-forbidden',
    'status.not-found',
    'The response for a keypair that does not exist is 403.',
    changeStatus('keypairs.show', 404, 403),
  ),
  defineFault(
    'unknown-server-as-bad-request',
    'servers.unknown-status',
    'The response for a server that does not exist is 400.',
    changeStatus('servers.show', 404, 400),
  ),
  defineFault(
    'conflict-as-bad-request',
    'status.refused-state',
    'An action that the state of the server forbids is rejected with 400.',
    changeStatus('servers.action', 409, 400),
  ),
  defineFault(
    'bad-request-as-conflict',
    'status.refused-request',
    'A malformed request to attach a volume is rejected with 409.',
    afterParsing(changeStatus('attachments.attach', 400, 409)),
  ),
]
