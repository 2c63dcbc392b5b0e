/** Output for jobs of GitHub Actions in addition to the reports: annotations, and a section of the step summary. */
import { appendFileSync, statSync } from 'node:fs'
import { reportFormats } from '#reporters/formats'
import type { Report } from '#results'

interface GithubOptions {
  readonly lang: 'en' | 'ko'
  readonly failOn: 'must' | 'should'
}

type Variables = Readonly<Record<string, string | undefined>>

/** GitHub rejects the whole summary of a step that is longer, in bytes. */
const maxSummary = 1024 * 1024

/** Tells whether this process runs in a job of GitHub Actions. */
export const isGithubJob = (env: Variables): boolean => env['GITHUB_ACTIONS'] === 'true'

/** Returns the part of a summary that fits into `bytes`, up to the last complete section. */
export function fitSummary(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  const note = '\n\nThe summary is too long for GitHub and ends here; the other reports are complete.\n'
  const begin = Buffer.from(text)
    .subarray(0, Math.max(0, bytes - Buffer.byteLength(note)))
    .toString('utf8')
  const end = Math.max(begin.lastIndexOf('\n<details>'), begin.lastIndexOf('\n### '))
  return end <= 0 ? '' : begin.slice(0, end).trimEnd() + note
}

/** Appends the Markdown report to the file of GITHUB_STEP_SUMMARY, which earlier commands of the step have written to. */
export async function writeStepSummary(report: Report, options: GithubOptions, env: Variables): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'] ?? ''
  if (file === '') return
  const render = await reportFormats.markdown.load()
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  const separator = size > 0 ? '\n' : ''
  appendFileSync(file, separator + fitSummary(render(report, options), maxSummary - size - 1))
}

/** Prints the annotations to standard error, which GitHub reads, too: standard output may be a report. */
export async function printAnnotations(report: Report, options: GithubOptions): Promise<void> {
  const render = await reportFormats.github.load()
  process.stderr.write(render(report, options))
}
