import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '#engine/errors'
import { parseJson } from '#engine/input'
import { isRunningElsewhere, processIdentityIn, thisProcess } from '#engine/journal'

const fileName = 'monitor.lock'

const readLock = (path: string): unknown => {
  try {
    return parseJson(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Reserves an existing folder for the monitor of this process, until the returned function is called: two monitors would delete each
 * other's resources. The lock of a process that was killed does not count. Throws a UsageError while another process has it.
 */
export function lockMonitorFolder(folder: string): () => void {
  const path = join(folder, fileName)
  const owner = processIdentityIn(readLock(path))
  if (owner && isRunningElsewhere(owner))
    throw new UsageError(
      `another monitor (process ${owner.pid}) uses the folder ${folder}; choose another one with --out`,
    )
  writeFileSync(path, `${JSON.stringify(thisProcess())}\n`)
  return () => rmSync(path, { force: true })
}
