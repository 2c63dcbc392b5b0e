import { describe, expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { assumeAvailable, assumePermitted, assumeWithinQuota } from './judged-requests.ts'

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
    expect(() => assumeAvailable(responseWith(503))).toThrow('so the request was not judged')
    expect(() => assumeAvailable(ofStatus)).not.toThrow()
  })
})
