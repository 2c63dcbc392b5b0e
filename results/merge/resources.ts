import { resourceKinds } from '#model'
import type { Resources } from '../report.ts'

/** Adds up the created resources by kind, in the order of `resourceKinds`, unknown ones last. */
function mergeCreated(parts: readonly Resources[]): Record<string, number> {
  const ordered = resourceKinds.map((kind) => `${kind}s`)
  const kinds = new Set([...ordered, ...parts.flatMap(({ created }) => Object.keys(created))])
  const total = (kind: string): number => parts.reduce((sum, { created }) => sum + (created[kind] ?? 0), 0)
  return Object.fromEntries([...kinds].map((kind) => [kind, total(kind)] as const).filter(([, count]) => count > 0))
}

/**
 * Returns the resources that several runs created and left. `mergePeaks` computes the peak of all runs from their own peaks, which depends
 * on whether the runs overlapped.
 */
export function mergeResources(
  parts: readonly Resources[],
  mergePeaks: (peaks: readonly number[]) => number,
): Resources {
  const seconds = parts.reduce((sum, { serverSeconds }) => sum + serverSeconds, 0)
  return {
    created: mergeCreated(parts),
    peakServers: mergePeaks(parts.map(({ peakServers }) => peakServers)),
    serverSeconds: Math.round(seconds * 10) / 10,
    leaked: parts.flatMap(({ leaked }) => leaked),
  }
}
