/** Global setup of the project's own tests: all temporary files go into one folder, which is deleted after the tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'compute-conformance-tests-'))
  // Vitest's workers and the processes that tests start inherit it.
  process.env['TMPDIR'] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
