import { tmpdir } from 'node:os'
import type { Environment } from '#engine/input'
import { journalPath } from '#engine/journal'
import { resolveTarget, type TargetOptions } from '#engine/target'
import type { TargetSettings } from '#model'
import type { RequirementResult } from '#results'
import { newRunId } from '../run-once.ts'
import type { Shard } from '../suite-runner.ts'
import { type DryRun, dryRun } from './dry-run.ts'
import { speedup } from './timing.ts'
import { type WorstCase, worstCaseOf } from './worst-case.ts'

/** The requests and resources of a run, estimated by a dry run. */
export interface RunPlan {
  readonly target: TargetSettings
  /** Number of resources by kind. */
  readonly created: Readonly<Record<string, number>>
  readonly peakServers: number
  /** Milliseconds that all servers together would exist. */
  readonly serverMs: number
  readonly requests: number
  readonly durationMs: number
  readonly requirements: number
  readonly tested: number
  readonly skipped: readonly SkippedRequirements[]
  readonly worstCase: WorstCase
}

export interface SkippedRequirements {
  readonly reason: string
  readonly count: number
}

export interface PlanRequest {
  readonly target: TargetOptions
  readonly environment: Environment
  readonly shard: Shard
  readonly signal: AbortSignal
  warn(line: string): void
}

function countReasons(skipped: readonly RequirementResult[]): readonly SkippedRequirements[] {
  const counts = new Map<string, number>()
  for (const { reason = 'no reason' } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count }))
}

function planFrom(target: TargetSettings, { report, journal }: DryRun): RunPlan {
  const { resources, requirements, requests, durationMs } = report
  const { created, peakServers, serverSeconds } = resources
  const selected = requirements.filter(({ off }) => !off)
  const skipped = selected.filter(({ outcome }) => outcome === 'skipped')
  return {
    target,
    created,
    peakServers,
    serverMs: serverSeconds * 1_000 * speedup,
    requests,
    durationMs: durationMs * speedup,
    requirements: requirements.length,
    tested: selected.length - skipped.length,
    skipped: countReasons(skipped),
    worstCase: worstCaseOf(journal),
  }
}

/**
 * Estimates what a run would create, send and test. The target only receives the sign-in and the GET requests of discovery. Errors as for
 * `resolveTarget`.
 */
export async function planRun({ target, environment, shard, signal, warn }: PlanRequest): Promise<RunPlan> {
  const runId = newRunId()
  const context = { ...environment, runId, journal: journalPath(tmpdir(), runId), warn }
  const { settings } = await resolveTarget(target, context)
  return planFrom(settings, await dryRun(settings, shard, signal))
}
