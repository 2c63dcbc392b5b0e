import { rmSync } from 'node:fs'
import { BroadcastChannel } from 'node:worker_threads'
import { channelName, registerSecrets, type TokenRequest, type TokenResponse } from '#harness/core'
import { buildReport, type Report } from '#results'
import type { Shard } from '../../cli/options.ts'
import { journalLines, openJournal } from '../journal/file.ts'
import type { ResolvedTarget, TokenRefresh } from '../target/index.ts'
import { execute, type SuiteRun } from './execute.ts'
import type { Progress } from '../../cli/progress/run-progress.ts'
import { cleanUpRun } from './settle.ts'
import type { Interruption } from '../../cli/interrupts.ts'
import { toolVersion } from '../tool-version.ts'

export interface RunOnceOptions {
  readonly resolved: ResolvedTarget
  readonly embedded: boolean
  readonly shard: Shard
  readonly startedAt: Date
  readonly progress: Progress
  readonly interruption: Interruption
}

/** Runs the suites once against a target, clears up, and says what came of it. The journal goes when nothing is left. */
export async function runOnce(verification: RunOnceOptions): Promise<Report> {
  const { resolved, embedded, startedAt, progress, interruption } = verification
  const { settings, versions, tokenRefresh } = resolved
  openJournal(settings, embedded)
  const executed = await runSuites(verification)
  progress.waiting('removing what was created')
  const { unknown } = await cleanUpRun(settings, tokenRefresh)
  const report = buildReport({
    settings,
    versions,
    embedded,
    tool: toolVersion,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    cases: executed.testResults,
    journal: journalLines(settings.journal),
    errors: [
      ...executed.errors,
      ...unknown,
      ...(interruption.signal.aborted
        ? ['The run was interrupted; what it had not judged by then is not judged.']
        : []),
    ],
  })
  if (report.resources.leaked.length === 0) rmSync(settings.journal)
  return report
}

/** Runs the suites while what they wait for is told to the progress. */
async function runSuites({ resolved, embedded, shard, progress, interruption }: RunOnceOptions): Promise<SuiteRun> {
  const { settings, tokenRefresh } = resolved
  const channel = new BroadcastChannel(channelName(settings.runId))
  channel.onmessage = (event) => {
    const said = saidIn(event)
    onMessage(said, progress)
    if (isPlea(said)) void refreshToken(said, tokenRefresh).then((relief) => channel.postMessage(relief))
  }
  channel.unref()
  try {
    return await execute({
      settings: { ...settings, refreshableTokens: tokenRefresh.holders, inProcess: embedded },
      shard,
      onCollected: progress.expect,
      onCase: progress.done,
      signal: interruption.signal,
    })
  } finally {
    channel.close()
  }
}

const saidIn = (event: unknown): unknown =>
  typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined

/** What the thread that runs the suites has to say: what it waits for, or a secret that the target gave away. */
function onMessage(said: unknown, progress: Progress): void {
  if (typeof said === 'string') progress.waiting(said)
  if (typeof said === 'object' && said !== null && 'secret' in said) registerSecrets(String(said.secret))
}

const isPlea = (said: unknown): said is TokenRequest =>
  typeof said === 'object' && said !== null && 'renew' in said && 'number' in said

/** A new token for the thread, or why there is none. Never throws. */
async function refreshToken({ renew: holder, number }: TokenRequest, { refresh }: TokenRefresh): Promise<TokenResponse> {
  try {
    return { number, token: await refresh(holder) }
  } catch (error) {
    return { number, refusal: error instanceof Error ? error.message : String(error) }
  }
}
