/**
 * GET /os-availability-zone: the zones that can be used.
 */
import { assume, assumeSuccess, containsItem, describe, hasValueMatching, members, test, verifies } from '#harness'

const zones = 'body/availabilityZoneInfo'

describe('GET /os-availability-zone', () => {
  test(
    'lists the zones that can be used',
    verifies('zones.list.answers'),
    async ({ compute, verify, has, resources: { availabilityZone } }) => {
      const response = await compute.call('listAvailabilityZones')

      verify('zones.list.answers').isSuccess(response)
      assume(Array.isArray(response.at(zones)), 'The zones are not an array.', 'zones.list.array')
      const names = members(response, zones, 'zoneName').filter((name) => typeof name === 'string')
      if (has('server')) {
        const hasAny = hasValueMatching(zones, 'at least one zone', (value) => Array.isArray(value) && value.length > 0)
        verify('zones.list.answers').matches(response, hasAny)
      }
      // zones.name covers zones without names.
      if (availabilityZone !== undefined && names.length > 0)
        verify('zones.list.answers').matches(response, containsItem(zones, 'zoneName', availabilityZone))
    },
  )

  test('has no two zones with the same name', verifies('zones.name-unique'), async ({ compute, verify, skip }) => {
    const response = await compute.call('listAvailabilityZones')

    assumeSuccess(response, 'The zones cannot be listed.', 'zones.list.answers')
    const names = members(response, zones, 'zoneName').filter((name) => typeof name === 'string')
    if (names.length < 2) skip('The list has fewer than two zones with a name.')
    verify('zones.name-unique').holds(new Set(names).size === names.length, response, {
      message: 'Two availability zones have the same name.',
      at: zones,
      expected: 'a different zoneName for every zone',
      actual: names.join(', '),
    })
  })
})
