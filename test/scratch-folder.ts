/** Everything that the project's own tests put into the temporary folder goes into one, which is removed with all of it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'compute-conformance-tests-'))
  // The workers, and the processes that tests start, are born with this.
  process.env['TMPDIR'] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
