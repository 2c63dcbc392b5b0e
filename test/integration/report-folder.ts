import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '#results'
import { temporaryFolder } from '../fixtures/files.ts'

/** Creates a folder for the output folders of several runs. */
export function createReportFolder() {
  const folder = temporaryFolder()
  const path = (...parts: readonly string[]): string => join(folder, ...parts)
  /** The report of the run with this output folder. */
  const readReport = (out: string): Report => JSON.parse(readFileSync(path(out, 'report.json'), 'utf8'))
  return { path, readReport }
}
