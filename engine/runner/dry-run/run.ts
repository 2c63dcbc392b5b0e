import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TargetSettings } from '#model'
import { buildReport, type Report } from '#results'

import { journalLines } from '../../journal/file.ts'
import { resolveTarget } from '../../target/index.ts'
import { startEmbedded } from '../embedded.ts'
import { execute } from '../execute.ts'
import { newRunId } from '../run-id.ts'
import { cleanUpRun } from '../settle.ts'
import { toolVersion } from '../../tool-version.ts'
import { dryRunTiming } from './timing.ts'

/**
 * Runs the suites against the embedded emulator as they would be run against the target: with what the target offers, what
 * is asked of it and as many servers as are allowed. Nothing is sent to the target. A target that conforms is asked for
 * the same things.
 */
export async function dryRun(
  target: TargetSettings,
  shard: { readonly index: number; readonly count: number },
  signal: AbortSignal,
): Promise<Report> {
  const embedded = await startEmbedded(dryRunTiming)
  const folder = mkdtempSync(join(tmpdir(), 'compute-conformance-plan-'))
  const runId = newRunId()
  const journal = join(folder, `journal-${runId}.jsonl`)
  const startedAt = new Date()
  try {
    const {
      settings: own,
      versions,
      tokenRefresh,
    } = await resolveTarget(
      { config: embedded.configFile, timeoutScale: embedded.timeoutScale },
      { env: {}, cwd: folder, runId, journal, warn: () => undefined },
    )
    const { profile, capabilities, missing, selection, readOnly, maxServers } = target
    const settings = {
      ...own,
      ...asOffered(own, target),
      profile,
      capabilities,
      missing,
      selection,
      readOnly,
      maxServers,
    }
    const { testResults, errors } = await execute({
      settings,
      shard,
      onCollected: () => undefined,
      onCase: () => undefined,
      signal,
    })
    await cleanUpRun(settings, tokenRefresh)
    const durationMs = Date.now() - startedAt.getTime()
    const record = { settings, versions, tool: toolVersion, startedAt, durationMs, cases: testResults, errors: errors }
    return buildReport({ ...record, journal: journalLines(journal) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await embedded.stop()
  }
}

/**
 * The emulator's own resources and services, less those that the target lacks. How its servers boot is its own: each
 * family of flavors has its way.
 */
function asOffered(own: TargetSettings, target: TargetSettings): Pick<TargetSettings, 'resources' | 'services'> {
  const only = <T extends object>(mine: T, theirs: object): T =>
    Object.assign({}, ...Object.entries(mine).map(([name, value]) => (name in theirs ? { [name]: value } : {})))
  const { bootVolume, ...resources } = own.resources
  return {
    resources: { ...only(resources, target.resources), ...(bootVolume === undefined ? {} : { bootVolume }) },
    services: only(own.services, target.services),
  }
}
