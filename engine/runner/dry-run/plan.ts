import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TargetOptions, resolveTarget } from '../../target/index.ts'
import { newRunId } from '../run-id.ts'
import { formatPlan } from '../../../cli/actions/format-plan.ts'
import { dryRun } from './run.ts'

export interface PlanRequest {
  readonly target: TargetOptions
  readonly env: NodeJS.ProcessEnv
  readonly shard: { readonly index: number; readonly count: number }
  readonly signal: AbortSignal
  warn(line: string): void
}

/**
 * What a run would do to the target, as lines to print. The target is only signed in to and looked at; the figures come
 * from a rehearsal against the emulator. Throws as resolveTarget does.
 */
export async function plan({ target, env, shard, signal, warn }: PlanRequest): Promise<string[]> {
  const runId = newRunId()
  const journal = join(tmpdir(), `journal-${runId}.jsonl`)
  const { settings } = await resolveTarget(target, { env, cwd: process.cwd(), runId, journal, warn })
  return formatPlan(settings, await dryRun(settings, shard, signal))
}
