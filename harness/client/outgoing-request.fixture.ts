import type { OutgoingRequest } from './outgoing-request.ts'

/** A valid read of the run. */
export const read: OutgoingRequest = {
  method: 'GET',
  url: 'http://cloud.example/v2/t/flavors',
  body: undefined,
  token: undefined,
  content: undefined,
  isAuthorized: true,
  isInvalid: false,
}
