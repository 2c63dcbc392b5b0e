/**
 * The target of Vitest's `conformance` project: the endpoint that CONFORMANCE_CONFIG configures, else the embedded emulator.
 * What the suites leave to others is removed when they are done; what cannot be is told, and its journal kept for `cleanup`.
 * A test fails for what ends it, and for nothing else that it finds: so in the end the report is made that `run` would make, and a
 * target that it calls nonconformant fails the run of Vitest too.
 */

import { mkdirSync, rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { redactReport } from '#harness/core'
import type { TargetSettings } from '#model'
import { renderers } from '#reporters'
import { buildReport, type Report, ResultCollector, type TestResult } from '#results'
import type { CleanupResult } from '../engine/cleanup/cleanup.ts'
import { cleanupCommandLine } from '../engine/cleanup/cleanup-command-line.ts'
import { journalLines, journalPath, openJournal } from '../engine/journal/file.ts'
import { type Embedded, startEmbedded } from '../engine/runner/embedded.ts'
import { newRunId } from '../engine/runner/run-id.ts'
import { cleanUpRun } from '../engine/runner/settle.ts'
import { toolVersion } from '../engine/tool-version.ts'
import { type TargetOptions, resolveTarget } from '../engine/target/index.ts'

const out = 'conformance-report'

const optionsOf = (embedded: Embedded | undefined, configured: string): TargetOptions =>
  embedded ? { config: embedded.configFile, timeoutScale: embedded.timeoutScale } : { config: configured }

/** Ends the journal of a run. @throws Error naming what could not be removed, and the line that does it later. */
function conclude({ leftovers, unknown }: CleanupResult, settings: TargetSettings, options: TargetOptions): void {
  if (leftovers.length === 0 && unknown.length === 0) {
    rmSync(settings.journal)
    return
  }
  const named = [...leftovers.map(({ name, reason }) => `${name}: ${reason}`), ...unknown]
  // Vitest tells of an error at this point, and ends with 0 all the same.
  process.exitCode = 1
  throw new Error(`Not removed: ${named.join('; ')}. Later: ${cleanupCommandLine(settings.runId, out, options)}`)
}

function casesOf(project: TestProject): readonly TestResult[] {
  const collector = new ResultCollector()
  for (const module of project.vitest.state.getTestModules())
    if (module.project.name === project.name)
      for (const test of module.children.allTests()) collector.onTestCaseResult(test)
  return collector.testResults
}

/** Tells what is broken, where a must is, and fails the run of Vitest. */
function refuseNonconformant(report: Report): void {
  if (report.verdict !== 'nonconformant') return
  process.stderr.write(`\n${renderers.console(redactReport(report), { lang: 'en' })}\n`)
  process.exitCode = 1
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const configured = process.env['CONFORMANCE_CONFIG'] ?? ''
  const embedded = configured === '' ? await startEmbedded() : undefined
  const runId = newRunId()
  const options = optionsOf(embedded, configured)
  mkdirSync(out, { recursive: true })
  const startedAt = new Date()
  const { settings, versions, tokenRefresh } = await resolveTarget(options, {
    env: embedded ? {} : process.env,
    cwd: process.cwd(),
    runId,
    journal: journalPath(out, runId),
    warn: (line) => void process.stderr.write(`${line}\n`),
  })
  openJournal(settings, embedded !== undefined)
  project.provide('target', settings)
  project.provide('shard', { index: 1, count: 1 })
  return async () => {
    try {
      const cleared = await cleanUpRun(settings, tokenRefresh)
      const report = buildReport({
        settings,
        versions,
        embedded: embedded !== undefined,
        tool: toolVersion,
        startedAt,
        durationMs: Date.now() - startedAt.getTime(),
        cases: casesOf(project),
        journal: journalLines(settings.journal),
        errors: [],
      })
      refuseNonconformant(report)
      conclude(cleared, settings, options)
    } finally {
      await embedded?.stop()
    }
  }
}
