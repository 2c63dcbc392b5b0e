import { describe, expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { assumeAvailable, assumePermitted, assumeSuccess, assumeWithinQuota } from './request-assumptions.ts'

const forbidden = (message: string) => responseWith(403, { body: { forbidden: { code: 403, message } } })
const ofRole = forbidden("Policy doesn't allow os_compute_api:os-keypairs:create to be performed.")
const ofQuota = forbidden('Quota exceeded, too many key pairs.')
const ofStatus = forbidden('Only ACTIVE servers can be stopped.')

describe('nothing is concluded', () => {
  test('from 403 because of the role of the user', () => {
    expect(() => assumePermitted(ofRole)).toThrow('GET /v2/…/servers is not permitted to the user of the run: ')
    for (const response of [ofQuota, ofStatus, responseWith(200)]) expect(() => assumePermitted(response)).not.toThrow()
  })

  test('from 403 because of the quota', () => {
    expect(() => assumeWithinQuota(ofQuota)).toThrow("was rejected because of the tenant's quota")
    for (const response of [ofRole, ofStatus, responseWith(200)])
      expect(() => assumeWithinQuota(response)).not.toThrow()
  })

  test('from 503', () => {
    expect(() => assumeAvailable(responseWith(503))).toThrow('so its validity is unknown')
    expect(() => assumeAvailable(ofStatus)).not.toThrow()
  })
})

describe('a request that has to succeed', () => {
  const accept = (status: number) => () => assumeSuccess(responseWith(status), 'No image was created.')

  test('ends the test with the sentence when it is rejected, and with another reason when the response does not show whether it is valid', () => {
    expect(accept(202)).not.toThrow()
    expect(accept(409)).toThrow('No image was created.')
    expect(accept(503)).toThrow('so its validity is unknown')
    expect(() => assumeSuccess(ofQuota, 'No image was created.')).toThrow("because of the tenant's quota")
    expect(() => assumeSuccess(ofRole, 'No image was created.')).toThrow('is not permitted to the user of the run')
  })
})
