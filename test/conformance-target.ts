/**
 * Global setup of Vitest's `conformance` project. The target is the endpoint of the configuration file CONFORMANCE_CONFIG, or the
 * embedded emulator. The teardown deletes the resources that the suites left and builds the same report as `run`. A nonconformant
 * target fails the Vitest run even if all its tests pass: a violation that does not end its test is only in the report.
 */
import { mkdirSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { type CleanupResult, cleanupCommandLine } from '#engine/cleanup'
import { type RunRequest, redactReport, runOnce, startEmbedded } from '#engine/runner'
import { reportFormats } from '#reporters/formats'
import { type Report, ResultCollector, type TestResult } from '#results'

const out = 'conformance-report'

function resultsOf(project: TestProject): readonly TestResult[] {
  const collector = new ResultCollector()
  for (const module of project.vitest.state.getTestModules())
    if (module.project.name === project.name)
      for (const test of module.children.allTests()) collector.onTestCaseResult(test)
  return collector.testResults
}

/** Prints the violations of a nonconformant target and fails the Vitest run. */
async function reportViolations(report: Report): Promise<void> {
  if (report.verdict !== 'nonconformant') return
  const render = await reportFormats.console.load()
  process.stderr.write(`\n${render(redactReport(report), { lang: 'en' })}\n`)
  process.exitCode = 1
}

/** Throws an error with the resources that could not be deleted and the command that deletes them. */
function rejectLeftovers({ leftovers, unknownCreates }: CleanupResult, command: string): void {
  if (leftovers.length === 0 && unknownCreates.length === 0) return
  const problems = [...leftovers.map(({ name, reason }) => `${name}: ${reason}`), ...unknownCreates]
  // Vitest prints an error of the teardown, but does not exit with 1 for it.
  process.exitCode = 1
  throw new Error(`Not deleted: ${problems.join('; ')}. To delete them later: ${command}`)
}

/**
 * Starts a run in which Vitest runs the suites: after `ready` and before `finish`, which returns the report. Both reject when the
 * target cannot be resolved.
 */
function startRun(project: TestProject, request: RunRequest) {
  let finish = (): void => undefined
  const finished = new Promise<void>((resolve) => {
    finish = () => resolve()
  })
  let report: Promise<Report> | undefined
  const ready = new Promise<void>((resolve, reject) => {
    report = runOnce({
      ...request,
      async runSuites({ settings, shard }) {
        // Vitest's workers are processes, which cannot request a new token from this one.
        project.provide('target', { ...settings, refreshableTokens: [] })
        project.provide('shard', shard)
        resolve()
        await finished
        return { testResults: resultsOf(project), errors: [] }
      },
    })
    report.catch(reject)
  })
  return {
    ready,
    async finish() {
      finish()
      return report
    },
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const config = process.env['CONFORMANCE_CONFIG'] ?? ''
  const target = config === '' ? {} : { config }
  const embedded = config === '' ? await startEmbedded() : undefined
  mkdirSync(out, { recursive: true })
  let cleanup: CleanupResult | undefined
  const run = startRun(project, {
    target,
    environment: { env: process.env, cwd: process.cwd() },
    embedded,
    journalFolder: out,
    listeners: {
      onWarning: (line) => void process.stderr.write(`${line}\n`),
      onCleanup: (result) => {
        cleanup = result
      },
    },
  })
  await run.ready
  return async () => {
    try {
      const report = await run.finish()
      if (report) await reportViolations(report)
      if (report && cleanup) rejectLeftovers(cleanup, cleanupCommandLine(report.runId, out, target))
    } finally {
      await embedded?.stop()
    }
  }
}
