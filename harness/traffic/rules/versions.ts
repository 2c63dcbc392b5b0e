import { resolvePointer } from '#contract'
import type { Contradiction, ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import type { TrafficCall, TrafficRule } from './traffic-rule.ts'

const versions = [
  { id: 'v2.0', requirement: 'versions.v2' },
  { id: 'v2.1', requirement: 'versions.v21' },
] as const

/** Finds versions of the document that are missing in a list of versions. */
export const listedVersions: TrafficRule = {
  observe({ operation }: TrafficCall, { body, status }: ObservedResponse): readonly Contradiction[] {
    const listed = resolvePointer(body, 'body/versions')
    if (operation !== 'listVersions' || (status !== 200 && status !== 300)) return []
    if (!Array.isArray(listed) || listed.length === 0) return []
    const ids = listed.map((version: unknown) => textAt(version, 'id'))
    if (ids.includes(undefined)) return []
    return versions
      .filter(({ id }) => !ids.includes(id))
      .map(({ id, requirement }) => ({
        requirement,
        message: `The list of versions has no ${id}.`,
        at: 'body/versions',
        expected: id,
        actual: ids.join(', '),
      }))
  },
}
