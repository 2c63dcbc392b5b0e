/**
 * GET /os-availability-zone: the zones that can be used.
 */
import { containsItem, describe, hasValueMatching, members, test, verifies } from '#harness'

const zones = 'body/availabilityZoneInfo'

describe('GET /os-availability-zone', () => {
  test(
    'lists the zones that can be used',
    verifies('zones.list.answers'),
    async ({ compute, verify, has, resources: { availabilityZone } }) => {
      const response = await compute.call('listAvailabilityZones')

      verify('zones.list.answers').isSuccess(response)
      // zones.list.array and zones.name cover a missing array and zones without names.
      const names = members(response, zones, 'zoneName').filter((name) => typeof name === 'string')
      if (has('server') && Array.isArray(response.at(zones))) {
        const hasAny = hasValueMatching(zones, 'at least one zone', (value) => Array.isArray(value) && value.length > 0)
        verify('zones.list.answers').matches(response, hasAny)
      }
      if (availabilityZone !== undefined && names.length > 0)
        verify('zones.list.answers').matches(response, containsItem(zones, 'zoneName', availabilityZone))
    },
  )

  test('has no two zones of the same name', verifies('zones.name-unique'), async ({ compute, verify }) => {
    const response = await compute.call('listAvailabilityZones')

    const names = members(response, zones, 'zoneName').filter((name) => typeof name === 'string')
    verify('zones.name-unique').holds(new Set(names).size === names.length, response, {
      message: 'Two availability zones have the same name.',
      at: zones,
      expected: 'a different zoneName for every zone',
      actual: names.join(', '),
    })
  })
})
