import { rmSync } from 'node:fs'
import { BroadcastChannel } from 'node:worker_threads'
import { channelName, type Plea, type Relief } from '#harness/client'
import { buildReport, type Report } from '#results'
import type { Shard } from '../arguments.ts'
import { journalLines, openJournal } from '../clear-up/journal-file.ts'
import { confide } from '../discretion.ts'
import type { Renewal, Resolved } from '../target/index.ts'
import { type Executed, execute } from './execute.ts'
import type { Interruption } from './interrupt.ts'
import type { Progress } from './progress.ts'
import { settle } from './settle.ts'
import { toolVersion } from './tool-version.ts'

export interface Verification {
  readonly resolved: Resolved
  readonly embedded: boolean
  readonly shard: Shard
  readonly startedAt: Date
  readonly progress: Progress
  readonly interruption: Interruption
}

/** Runs the suites once against a target, clears up, and says what came of it. The journal goes when nothing is left. */
export async function verify(verification: Verification): Promise<Report> {
  const { resolved, embedded, startedAt, progress, interruption } = verification
  const { settings, versions, renewal } = resolved
  openJournal(settings, embedded)
  const executed = await watched(verification)
  progress.waiting('removing what was created')
  const { unsure } = await settle(settings, renewal)
  const report = buildReport({
    settings,
    versions,
    embedded,
    tool: toolVersion,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    cases: executed.cases,
    journal: journalLines(settings.journal),
    troubles: [
      ...executed.troubles,
      ...unsure,
      ...(interruption.signal.aborted
        ? ['The run was interrupted; what it had not judged by then is not judged.']
        : []),
    ],
  })
  if (report.resources.leaked.length === 0) rmSync(settings.journal)
  return report
}

/** Runs the suites while what they wait for is told to the progress. */
async function watched({ resolved, embedded, shard, progress, interruption }: Verification): Promise<Executed> {
  const { settings, renewal } = resolved
  const channel = new BroadcastChannel(channelName(settings.runId))
  channel.onmessage = (event) => {
    const said = saidIn(event)
    hear(said, progress)
    if (isPlea(said)) void relieve(said, renewal).then((relief) => channel.postMessage(relief))
  }
  channel.unref()
  try {
    return await execute({
      settings: { ...settings, renewable: renewal.holders, ephemeral: embedded },
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
function hear(said: unknown, progress: Progress): void {
  if (typeof said === 'string') progress.waiting(said)
  if (typeof said === 'object' && said !== null && 'secret' in said) confide(String(said.secret))
}

const isPlea = (said: unknown): said is Plea =>
  typeof said === 'object' && said !== null && 'renew' in said && 'number' in said

/** A new token for the thread, or why there is none. Never throws. */
async function relieve({ renew: holder, number }: Plea, { renew }: Renewal): Promise<Relief> {
  try {
    return { number, token: await renew(holder) }
  } catch (error) {
    return { number, refusal: error instanceof Error ? error.message : String(error) }
  }
}
