import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { packageRoot } from '#contract'
import type { Report, RequirementResult } from '#results'

/** What came of a run of the command line as a process of its own. */
export interface CliRun {
  readonly code: number | null
  readonly seconds: number
  /** The most memory that the process ever had. */
  readonly megabytes: number
  readonly stdout: string
  readonly stderr: string
  /** Undefined when none was written. */
  readonly report: Report | undefined
  /** Everything that was written into the output folder, by name. */
  readonly files: Readonly<Record<string, string>>
  /** The result of one requirement; throws when the report has none. */
  requirement(id: string): RequirementResult
}

export interface CliOptions {
  readonly only?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Seconds after which the process is killed. */
  readonly patience?: number
}

/** The environment without a cloud that would become the target. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('OS_') && !name.startsWith('VITEST')),
)

/** Every report there is, so that each is looked at. */
const reports = ['console', 'json', 'html', 'junit', 'markdown'].flatMap((format) => ['--report', format])

/**
 * Runs `run --config …` as a process, with budgets of seconds instead of minutes. `written` is the configuration: an object, or
 * a text as it stands. Where HOSTILE_FIGURES names a file, a line about each trial is added to it.
 */
export async function runCli(written: unknown, options: CliOptions = {}): Promise<CliRun> {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
  try {
    return await within(folder, written, options)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function within(folder: string, written: unknown, options: CliOptions): Promise<CliRun> {
  const config = join(folder, 'config.json')
  writeFileSync(config, typeof written === 'string' ? written : JSON.stringify(written))
  const out = join(folder, 'out')
  const peak = join(folder, 'peak')
  const only = options.only ? ['--only', ...options.only] : []
  const args = ['run', '--config', config, '--timeout-scale', '0.05', '--out', out, ...reports, ...only]
  const began = performance.now()
  const { code, stdout, stderr } = await execute([...args, ...(options.args ?? [])], { ...options, peak })
  const seconds = (performance.now() - began) / 1000
  const files = existsSync(out) ? readAll(out) : {}
  const report: Report | undefined = files['report.json'] === undefined ? undefined : JSON.parse(files['report.json'])
  const megabytes = existsSync(peak) ? Number(readFileSync(peak, 'utf8')) / 1024 : Number.NaN
  const requirement = (id: string): RequirementResult => {
    const found = report?.requirements.find((one) => one.id === id)
    if (!found) throw new TypeError(`The report has no requirement ${id}. stderr: ${stderr}`)
    return found
  }
  const figures = process.env['HOSTILE_FIGURES']
  const told = [expect.getState().currentTestName, code, seconds.toFixed(1), megabytes.toFixed(0), verdictOf(report)]
  if (figures) appendFileSync(figures, `${told.join('\t')}\n`)
  return { code, seconds, megabytes, stdout, stderr, report, files, requirement }
}

const verdictOf = (report: Report | undefined): string =>
  report === undefined
    ? '-'
    : Object.entries(report.totals)
        .filter(([, count]) => count > 0)
        .map(([outcome, count]) => `${outcome} ${count}`)
        .join(', ')

/** What holds for every trial, however hostile the target: it ends in time and takes no more memory than this. */
export function expectBounded({ seconds, megabytes }: CliRun, within: number): void {
  expect(seconds).toBeLessThan(within)
  expect(megabytes).toBeLessThan(300)
}

function readAll(folder: string): Record<string, string> {
  const names = readdirSync(folder)
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

interface Execution extends CliOptions {
  readonly peak: string
}

async function execute(args: readonly string[], { env = {}, patience = 120, peak }: Execution) {
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(packageRoot, 'test/robustness/peak-memory.mjs'),
      join(packageRoot, 'bin/compute-conformance.js'),
      ...args,
    ],
    { env: { ...environment, NO_COLOR: '1', HOSTILE_PEAK: peak, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const told = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => (told.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (told.stderr += text))
  const killer = setTimeout(() => child.kill('SIGKILL'), patience * 1000)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearTimeout(killer)
  return { code, ...told }
}
