/** The list of availability zones. */
import type { ApiResponse } from '#harness'

export const zonesPointer = 'body/availabilityZoneInfo'

/** The requirement because of which a list of zones has none; undefined when it has some. */
export function whyNoZones(list: ApiResponse): 'zones.list.answers' | 'zones.list.array' | undefined {
  const zones = list.at(zonesPointer)
  if (list.isSuccess && !Array.isArray(zones)) return 'zones.list.array'
  return list.isSuccess && list.array(zonesPointer).length > 0 ? undefined : 'zones.list.answers'
}
