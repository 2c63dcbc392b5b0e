import { renameSync, writeFileSync } from 'node:fs'
import { UsageError } from '#engine/errors'

/**
 * Writes the file that tells others how to reach a server. It is renamed into place, so that it never exists incomplete.
 * @throws UsageError when it cannot be written
 */
export function writeReadyFile(file: string, content: unknown): void {
  try {
    writeFileSync(`${file}.tmp`, JSON.stringify(content, null, 2), { mode: 0o600 })
    renameSync(`${file}.tmp`, file)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`--ready-file ${file}: cannot be written (${reason})`, { cause })
  }
}
