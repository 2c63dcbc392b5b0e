import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UsageError } from './errors.ts'
import { fileProblem } from './input/index.ts'

/** Creates a temporary folder. Throws a UsageError when that is impossible. */
export function createTemporaryFolder(prefix: string, parent = tmpdir()): string {
  try {
    return mkdtempSync(join(parent, prefix))
  } catch (cause) {
    throw new UsageError(`the temporary folder ${parent}: ${fileProblem(cause, 'written')}`, {
      cause,
      hint: 'The environment variable TMPDIR names another one.',
    })
  }
}
