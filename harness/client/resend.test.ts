import { expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { RequestError, type RequestErrorKind } from '../errors.ts'
import { responseWith } from './api-response.fixture.ts'
import type { ApiResponse } from './api-response.ts'
import {
  type BusyContext,
  sendAgainIfBusy,
  sendUnlessConflict,
  sendUnlessCreated,
  sendWhileBusy,
  serverExists,
} from './resend.ts'

const conflict = (message: string, headers: Record<string, string> = {}): ApiResponse =>
  responseWith(409, { body: { conflictingRequest: { code: 409, message } }, headers })
const accepted = responseWith(202, { body: {} })

/** Returns the results one by one; the last is repeated. */
function scripted(...results: readonly (ApiResponse | Error)[]) {
  let count = 0
  const send = async (): Promise<ApiResponse> => {
    const next = results[Math.min(count++, results.length - 1)]
    if (next === undefined || next instanceof Error) throw next
    return next
  }
  return { send, count: () => count }
}

const sendBusy = (send: () => Promise<ApiResponse>, context: Partial<BusyContext> = {}) =>
  sendWhileBusy(send, 'reboot', { clock: new SimulatedClock(), busyKinds: new Set(), ...context }, undefined)

test.each([
  'The server is busy.',
  'Another operation is in progress, try again later.',
  'Resource is locked',
  "Cannot 'reboot' instance while it is in task_state powering-on",
])('a request is sent again after 409 "%s"', async (message) => {
  const { send, count } = scripted(conflict(message), conflict(message), accepted)
  expect(await sendBusy(send)).toBe(accepted)
  expect(count()).toBe(3)
})

test('a 409 with Retry-After is waited for, a few times', async () => {
  const clock = new SimulatedClock()
  const { send, count } = scripted(conflict('No.', { 'retry-after': '2' }))
  expect((await sendBusy(send, { clock })).status).toBe(409)
  expect(count()).toBe(7)
  expect(clock.sleeps).toEqual([2_000, 2_000, 2_000, 3_000, 3_000, 3_000])
})

test('a kind of request that stayed busy is not waited for again', async () => {
  const busyKinds = new Set<string>()
  const first = scripted(conflict('The server is busy.'))
  await sendBusy(first.send, { busyKinds })
  expect(first.count()).toBe(7)
  const second = scripted(conflict('The server is busy.'), accepted)
  expect((await sendBusy(second.send, { busyKinds })).status).toBe(409)
})

test.each(["Cannot 'start' instance while it is in vm_state active", 'Key pair already exists.'])(
  'a request is not sent again after 409 "%s"',
  async (message) => {
    const { send, count } = scripted(conflict(message))
    await sendBusy(send)
    expect(count()).toBe(1)
  },
)

test('a request that must be rejected is sent again up to six times after 409 because of a busy server', async () => {
  const clock = new SimulatedClock()
  const rejected = responseWith(400)
  const busy = conflict('The server is busy.')
  const passing = scripted(busy, busy, busy, busy, rejected)
  expect(await sendAgainIfBusy(passing.send, clock, undefined)).toBe(rejected)
  const lasting = scripted(busy)
  expect(await sendAgainIfBusy(lasting.send, clock, undefined)).toBe(busy)
  expect(lasting.count()).toBe(7)
  for (const reason of [
    'Key pair already exists.',
    "Cannot 'reboot' instance while it is in task_state rebooting: busy",
  ]) {
    const final = scripted(conflict(reason))
    await sendAgainIfBusy(final.send, clock, undefined)
    expect(final.count()).toBe(1)
  }
})

test('a deletion is sent again after any conflict, twice', async () => {
  const busy = conflict("Cannot 'delete' instance while it is in task_state image_uploading")
  const passing = scripted(busy, accepted)
  expect(await sendUnlessConflict(passing.send, new SimulatedClock())).toBe(accepted)
  const lasting = scripted(busy)
  expect(await sendUnlessConflict(lasting.send, new SimulatedClock())).toBe(busy)
  expect(lasting.count()).toBe(3)
  const rejected = scripted(responseWith(403), accepted)
  await sendUnlessConflict(rejected.send, new SimulatedClock())
  expect(rejected.count()).toBe(1)
})

const lost = (kind: RequestErrorKind = 'connection-lost') => new RequestError('POST /servers', kind, 'reset')

const listing = (status: number, names: readonly string[]) => ({
  withPhase: () => ({
    call: async () =>
      responseWith(status, { body: { servers: names.map((name, index) => ({ id: `id-${index}`, name })) } }),
  }),
})

const create = (results: readonly (ApiResponse | Error)[], names: readonly string[], name = 'a', status = 200) => {
  const { send, count } = scripted(...results)
  return {
    result: sendUnlessCreated(
      send,
      { name, isInvalid: false },
      () => serverExists(listing(status, names), name),
      new SimulatedClock(),
    ),
    count,
  }
}

test('a create whose response was lost is sent again when no server has its name', async () => {
  const { result, count } = create([lost(), accepted], ['b'])
  expect(await result).toBe(accepted)
  expect(count()).toBe(2)
})

test('a conflict with a create whose response was lost is not the response to it', async () => {
  const exists = conflict('Key pair already exists.')
  await expect(create([lost(), exists], []).result).rejects.toThrow(/POST \/servers failed/)
  const rejected = responseWith(400, { body: { badRequest: { code: 400, message: 'No.' } } })
  expect(await create([lost(), rejected], []).result).toBe(rejected)
})

test('a create is sent again after one 500 if it has a name, and a second 500 is returned', async () => {
  const failed = responseWith(500)
  expect(await create([failed, accepted], []).result).toBe(accepted)
  expect(await create([failed, failed, accepted], []).result).toBe(failed)
  expect(await create([failed, accepted], ['a']).result).toBe(failed)
  expect(await create([failed, accepted], [], '').result).toBe(failed)
})

test('a create is sent again after one 503, and a second 503 is returned', async () => {
  const unavailable = responseWith(503, { body: { serviceUnavailable: { code: 503, message: 'Busy.' } } })
  expect(await create([unavailable, accepted], []).result).toBe(accepted)
  expect(await create([unavailable, unavailable, accepted], []).result).toBe(unavailable)
  expect(await create([unavailable, accepted], ['a']).result).toBe(unavailable)
})

test.each([
  ['the server exists', [lost(), accepted], ['a'], 'a', 200],
  ['one of its servers exists', [lost(), accepted], ['a-1'], 'a', 200],
  ['the list cannot be read', [lost(), accepted], [], 'a', 500],
  ['it has no name', [lost(), accepted], [], '', 200],
  ['it timed out', [lost('timeout'), accepted], [], 'a', 200],
] as const)('a create whose response was lost is not sent again when %s', async (_, results, names, name, status) => {
  const { result, count } = create(results, names, name, status)
  await expect(result).rejects.toThrow(/POST \/servers failed/)
  expect(count()).toBe(1)
})

test('a create without a name that has to be rejected is sent again after a page that may be a gateway’s', async () => {
  const send = (kind: RequestErrorKind) => {
    const { send: sendOne, count } = scripted(lost(kind), accepted)
    const result = sendUnlessCreated(sendOne, { name: '', isInvalid: true }, async () => false, new SimulatedClock())
    return { result, count }
  }
  expect(await send('unavailable').result).toBe(accepted)
  await expect(send('connection-lost').result).rejects.toThrow(/POST \/servers failed/)
})
