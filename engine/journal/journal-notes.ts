import { at, parseJson } from '#engine/input'
import { type ResourceKind, resourceKinds } from '#model'

/** The ids that the target listed before the run created anything of their kind. A kind whose list was not read is absent. */
export type EarlierResourceIds = Readonly<Partial<Record<ResourceKind, ReadonlySet<string>>>>

/** The timeouts, in milliseconds, that a run has learned from the target. */
export interface LearnedTimeouts {
  readonly delete: number
  readonly propagation: number
}

const linesOf = (lines: readonly string[], event: string): readonly unknown[] =>
  lines.flatMap((line) => {
    // Journals of several runs may be long, and only few lines are of this kind.
    if (!line.includes(`"event":"${event}"`)) return []
    const value = parseJson(line)
    return at(value, 'event') === event ? [value] : []
  })

/** Returns the resources that existed before the run, according to its journal. */
export function earlierResources(lines: readonly string[]): EarlierResourceIds {
  const earlier = linesOf(lines, 'existing').flatMap((line): [ResourceKind, ReadonlySet<string>][] => {
    const kind = resourceKinds.find((candidate) => candidate === at(line, 'kind'))
    const ids = at(line, 'ids')
    if (kind === undefined || !Array.isArray(ids)) return []
    return [[kind, new Set(ids.filter((id) => typeof id === 'string'))]]
  })
  return Object.fromEntries(earlier)
}

/**
 * Returns the volumes that the target has made for servers of the run, according to its journal, and whether each was
 * requested to be deleted with its server.
 */
export const serverVolumes = (lines: readonly string[]): ReadonlyMap<string, boolean> =>
  new Map(
    linesOf(lines, 'server-volumes').flatMap((line): [string, boolean][] => {
      const ids = at(line, 'ids')
      const isDeleted = at(line, 'deletedWithServer') === true
      return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string').map((id) => [id, isDeleted]) : []
    }),
  )

/**
 * Returns the timeouts that the run had learned, according to its journal; undefined when the run was killed before its
 * end.
 */
export function learnedTimeouts(lines: readonly string[]): LearnedTimeouts | undefined {
  const line = linesOf(lines, 'pace').at(-1)
  const [deletion, propagation] = [at(line, 'delete'), at(line, 'propagation')]
  return typeof deletion === 'number' && typeof propagation === 'number' ? { delete: deletion, propagation } : undefined
}
