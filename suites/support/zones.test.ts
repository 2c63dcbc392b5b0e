import { expect, test } from 'vitest'
import { responseWith } from '../../harness/client/api-response.fixture.ts'
import { whyNoZones } from './zones.ts'

test.each([
  ['a list with a zone', responseWith(200, { body: { availabilityZoneInfo: [{}] } }), undefined],
  ['an empty list', responseWith(200, { body: { availabilityZoneInfo: [] } }), 'zones.list.answers'],
  ['an object', responseWith(200, { body: { availabilityZoneInfo: {} } }), 'zones.list.array'],
  ['a rejection', responseWith(400), 'zones.list.answers'],
])('what prevents the use of a zone in %s is named', (_, list, requirement) => {
  expect(whyNoZones(list)).toBe(requirement)
})
