/**
 * GET /os-availability-zone: what a client may rely on when it chooses where its servers run.
 */
import { containsItem, describe, hasValueMatching, members, test, verifies } from '#harness'

const zones = 'body/availabilityZoneInfo'

describe('GET /os-availability-zone', () => {
  test(
    'lists the zones that can be used',
    verifies('zones.list.answers'),
    async ({ compute, must, has, resources: { availabilityZone } }) => {
      const answer = await compute.call('listAvailabilityZones')

      must('zones.list.answers').isSuccess(answer)
      // A list that is no array, or zones without names, break statements of their own.
      const names = members(answer, zones, 'zoneName').filter((name) => typeof name === 'string')
      if (has('server') && Array.isArray(answer.at(zones))) {
        const hasAny = hasValueMatching(zones, 'at least one zone', (value) => Array.isArray(value) && value.length > 0)
        must('zones.list.answers').matches(answer, hasAny)
      }
      if (availabilityZone !== undefined && names.length > 0)
        must('zones.list.answers').matches(answer, containsItem(zones, 'zoneName', availabilityZone))
    },
  )

  test('gives every zone a name of its own', verifies('zones.name-unique'), async ({ compute, must }) => {
    const answer = await compute.call('listAvailabilityZones')

    const names = members(answer, zones, 'zoneName').filter((name) => typeof name === 'string')
    must('zones.name-unique').holds(new Set(names).size === names.length, answer, {
      message: 'Two availability zones have the same name.',
      at: zones,
      expected: 'a zoneName of its own for every zone',
      actual: names.join(', '),
    })
  })
})
