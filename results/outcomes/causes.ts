import type { RequirementId } from '#model'
import type { Cause, RequirementResult } from '../report.ts'

type Results = ReadonlyMap<string, RequirementResult>

/** The request in the reason of a failure that is not about this request: the target did not respond to any. */
const ofSilence = /^[A-Z]+ \S+ failed: (?=the target stopped responding|connect )/

/** Returns a reason without what differs between tests that have the same one: ids, names of the run, numbers. */
const normalize = (reason: string): string =>
  reason
    .replace(ofSilence, '')
    .replaceAll(/conformance-[\w-]+/g, '…')
    .replaceAll(/[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}/gi, '…')
    .replaceAll(/\d+(\.\d+)?/g, 'N')

/** Ids of requirements about what contains the other values of a response; an object is shown, an array lists. */
const containerIds = [/\.object$/, /\.array$/]

/**
 * Returns the violated requirement about an object or an array that explains why a value inside it was never seen in
 * the responses of these operations; the value itself if no such requirement is violated.
 */
function containerOf(value: RequirementResult, results: Results): RequirementResult {
  const isSeen = value.outcome !== 'unobserved' && value.blockedBy !== value.id
  const failed = isSeen ? [] : [...results.values()].filter(({ outcome }) => outcome === 'fail')
  const isAround = (one: RequirementResult, id: RegExp) =>
    id.test(one.id) && one.operations.every((operation) => value.operations.includes(operation))
  const containers = containerIds.flatMap((id) => failed.filter((one) => isAround(one, id)))
  return containers[0] ?? value
}

/**
 * Returns the result at the end of the chain of requirements that prevent one another: of one that is decided, or of one that nothing but
 * its own reason prevents.
 */
export function rootOf(result: RequirementResult, results: Results): RequirementResult {
  const visited = new Set<RequirementId>()
  let root = result
  while (root.outcome === 'inconclusive' && root.blockedBy !== undefined && !visited.has(root.id)) {
    visited.add(root.id)
    const blocker = results.get(root.blockedBy)
    if (blocker === undefined) break
    root = blocker
  }
  return containerOf(root, results)
}

/**
 * Returns the seconds that the wait of a reason lasted (`within 21 s`, `for 21 s`); -1 for a reason that only names
 * another requirement.
 */
function waitIn(reason: string): number {
  if (reason.startsWith('not reached: ')) return -1
  return Number(/ (?:within|for) (\d+(?:\.\d+)?) s\b/.exec(reason)?.[1] ?? 0)
}

/** Returns the most informative reason: the one with the longest wait, because a shorter one may only repeat it; else the first. */
const mostInformative = (reasons: readonly string[]): string =>
  reasons.reduce((best, reason) => (waitIn(reason) > waitIn(best) ? reason : best))

interface Group {
  readonly root: RequirementResult
  readonly reasons: string[]
  readonly blocks: RequirementId[]
}

/**
 * Describes a cause: the findings of the root say why, if it failed; otherwise the tests that it prevents do. A
 * requirement that some test saw kept is not to blame, whatever another test took for the reason.
 */
function causeOf({ root, reasons, blocks }: Group): Cause {
  const { findings } = root
  const reason = mostInformative(findings.length > 0 ? findings.map(({ message }) => message) : reasons)
  return root.outcome === 'inconclusive' || root.outcome === 'pass'
    ? { reason, blocks }
    : { requirement: root.id, reason, blocks }
}

/**
 * Returns why requirements are inconclusive, those causes first that prevent most. Requirements that wait for the same violated requirement
 * have one cause, and so have those with the same reason apart from ids and numbers.
 */
export function causesOf(results: readonly RequirementResult[]): readonly Cause[] {
  const byId: Results = new Map(results.map((result) => [result.id, result]))
  const groups = new Map<string, Group>()
  for (const result of results) {
    if (result.outcome !== 'inconclusive' || result.off) continue
    const root = rootOf(result, byId)
    const isUndecided = root.outcome === 'inconclusive'
    const key = isUndecided ? `reason ${normalize(root.reason ?? '')}` : root.id
    const group = groups.get(key) ?? { root, reasons: [], blocks: [] }
    group.reasons.push((isUndecided ? root.reason : result.reason) ?? '')
    group.blocks.push(result.id)
    groups.set(key, group)
  }
  return [...groups.values()].map(causeOf).sort((a, b) => b.blocks.length - a.blocks.length)
}
