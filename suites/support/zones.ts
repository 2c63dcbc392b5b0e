/** The list of availability zones. */
import type { ApiResponse } from '#harness'

/** Pointer to the list of availability zones. */
export const zonesPointer = 'body/availabilityZoneInfo'

/** Returns the requirement that a list violates by having no zones; undefined if it has some. */
export function whyNoZones(list: ApiResponse): 'zones.list.answers' | 'zones.list.array' | undefined {
  const zones = list.at(zonesPointer)
  if (list.isSuccess && !Array.isArray(zones)) return 'zones.list.array'
  return list.isSuccess && list.array(zonesPointer).length > 0 ? undefined : 'zones.list.answers'
}
