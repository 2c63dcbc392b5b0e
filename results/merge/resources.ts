import { resourceKinds } from '#model'
import type { Resources } from '../report.ts'

/** Kinds in the order of the journal's own list; one that it does not know comes last. */
function createdTogether(parts: readonly Resources[]): Record<string, number> {
  const known = resourceKinds.map((kind) => `${kind}s`)
  const names = new Set([...known, ...parts.flatMap(({ created }) => Object.keys(created))])
  const total = (name: string) => parts.reduce((sum, { created }) => sum + (created[name] ?? 0), 0)
  return Object.fromEntries([...names].map((name) => [name, total(name)] as const).filter(([, count]) => count > 0))
}

/** What several runs made and left. `peak`: from the runs' peaks to the peak of all, which depends on whether they overlapped. */
export function mergeResources(parts: readonly Resources[], peak: (peaks: readonly number[]) => number): Resources {
  const seconds = parts.reduce((sum, { serverSeconds }) => sum + serverSeconds, 0)
  return {
    created: createdTogether(parts),
    peakServers: peak(parts.map(({ peakServers }) => peakServers)),
    serverSeconds: Math.round(seconds * 10) / 10,
    leaked: parts.flatMap(({ leaked }) => leaked),
  }
}
