import { expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { RequestError, type RequestErrorKind } from '../errors.ts'
import { responseWith } from './api-response.fixture.ts'
import { sendAgainAfterError } from './momentary-errors.ts'
import type { OutgoingRequest } from './outgoing-request.ts'

const requestOf = (fields: Partial<OutgoingRequest>): OutgoingRequest => ({
  method: 'GET',
  url: 'http://target/v2/t/servers',
  body: undefined,
  token: undefined,
  content: undefined,
  isAuthorized: true,
  isInvalid: false,
  ...fields,
})

async function statusAfter(statuses: readonly number[], fields: Partial<OutgoingRequest> = {}) {
  const notes: string[] = []
  const rest = [...statuses]
  const send = async () => responseWith(rest.shift() ?? 0)
  const run = { clock: new SimulatedClock(), traits: { addNote: (note: string) => notes.push(note) } }
  const { status } = await sendAgainAfterError(requestOf(fields), run, send)
  return { status, sent: statuses.length - rest.length, notes: notes.length }
}

test.each<[string, Partial<OutgoingRequest>]>([
  ['a read', {}],
  ['a PUT', { method: 'PUT' }],
  ['an invalid request', { method: 'POST', isInvalid: true }],
  ['a request that has to be rejected', { method: 'DELETE', mayBeRejected: true }],
])('sends %s once more after 500, and says so where it got another response', async (_, fields) => {
  expect(await statusAfter([500, 400], fields)).toEqual({ status: 400, sent: 2, notes: 1 })
  expect(await statusAfter([500, 500, 400], fields)).toEqual({ status: 500, sent: 2, notes: 0 })
})

test.each<[string, number, Partial<OutgoingRequest>]>([
  ['another error', 503, {}],
  ['500 for an action', 500, { method: 'POST' }],
  ['500 for a deletion', 500, { method: 'DELETE' }],
  ['500 for a request about what passes', 500, { method: 'PUT', isMomentary: true }],
])('takes %s for the response', async (_, status, fields) => {
  expect(await statusAfter([status, 200], fields)).toEqual({ status, sent: 1, notes: 0 })
})

test.each<[string, boolean, RequestErrorKind, Partial<OutgoingRequest>]>([
  ['an invalid action', true, 'unavailable', { operation: 'actOnServer', isInvalid: true }],
  ['a valid action', false, 'unavailable', { operation: 'actOnServer' }],
  ['an invalid create', false, 'unavailable', { operation: 'createServer', isInvalid: true }],
  ['an invalid action without a response', false, 'connection-lost', { operation: 'actOnServer', isInvalid: true }],
])('%s is sent again after a response that a gateway may have sent: %s', async (_, isRepeated, kind, fields) => {
  const failure = new RequestError('POST /action', kind, 'an HTML page (500)', { mayHaveTakenEffect: true })
  const results = [failure, responseWith(400)]
  const send = async () => {
    const result = results.shift()
    if (result === undefined || result instanceof RequestError) throw result
    return result
  }
  const run = { clock: new SimulatedClock(), traits: { addNote: () => undefined } }
  const sent = sendAgainAfterError(requestOf({ method: 'POST', ...fields }), run, send)
  if (isRepeated) expect(await sent).toMatchObject({ status: 400 })
  else await expect(sent).rejects.toBe(failure)
})
