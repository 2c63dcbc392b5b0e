import { expect, test } from 'vitest'
import { isCapacityRejection, isPolicyRejection, isQuotaRejection } from './quota.ts'

const envelope = (fault: string, message: string, code: number) => JSON.stringify({ [fault]: { message, code } })

test.each([
  [413, envelope('overLimit', 'Quota exceeded for instances: Requested 1, but already used 10 of 10 instances', 413)],
  [403, envelope('forbidden', 'Quota exceeded, too many key pairs.', 403)],
  [413, envelope('overLimit', 'Maximum number of key pairs exceeded', 413)],
  [413, '{"overLimit":{"code":413}}'],
  [409, 'too many servers'],
  [409, envelope('conflictingRequest', 'Limit of resources reached.', 409)],
  [403, envelope('forbidden', '키페어 할당량을 초과했습니다.', 403)],
])('%i %s speaks of a quota', (status, text) => {
  expect(isQuotaRejection({ status, text })).toBe(true)
})

test.each([
  [413, envelope('overLimit', 'Metadata property greater than 255 characters', 413)],
  [413, envelope('overLimit', 'Personality file limit exceeded', 413)],
  [413, '<html>413 Request Entity Too Large</html>'],
  [400, envelope('badRequest', 'Quota exceeded', 400)],
  [403, envelope('forbidden', 'Policy does not allow it', 403)],
])('%i %s does not', (status, text) => {
  expect(isQuotaRejection({ status, text })).toBe(false)
})

test('a 413 with Retry-After is about a temporary condition, unless it names the size of the request', () => {
  const header = (name: string) => (name === 'retry-after' ? '0' : undefined)
  expect(isQuotaRejection({ status: 413, text: '', header })).toBe(true)
  expect(isQuotaRejection({ status: 413, text: '' })).toBe(false)
  expect(isQuotaRejection({ status: 413, text: 'Metadata property greater than 255 characters', header })).toBe(false)
})

const forbidden = "Policy doesn't allow os_compute_api:os-keypairs:create to be performed."

test.each([
  [403, envelope('forbidden', forbidden, 403), true],
  [400, envelope('badRequest', forbidden, 400), false],
  [403, envelope('forbidden', 'Quota exceeded, too many key pairs.', 403), false],
  [403, envelope('forbidden', 'Only ACTIVE servers can be stopped.', 403), false],
])('%i %s: about the role of the user: %s', (status, text, expected) => {
  expect(isPolicyRejection({ status, text })).toBe(expected)
})

test.each([
  [400, envelope('badRequest', 'No valid host was found. There are not enough hosts available.', 400), true],
  [409, envelope('conflictingRequest', '해당 가용성 영역의 자원이 부족합니다.', 409), true],
  [503, envelope('computeFault', 'Insufficient capacity in the zone.', 503), true],
  [202, '{"server":{"name":"no valid host"}}', false],
  [400, envelope('badRequest', 'The requested availability zone is not available', 400), false],
  [403, envelope('forbidden', 'Quota exceeded for cores', 403), false],
])('%i %s: about the capacity of the cloud: %s', (status, text, expected) => {
  expect(isCapacityRejection({ status, text })).toBe(expected)
})
