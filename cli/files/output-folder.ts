import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UsageError } from '#engine/errors'

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

/**
 * Creates a folder and its parents. Throws the error of node:fs. The `recursive` option of mkdirSync never returns where nothing
 * can be created, as below /proc.
 */
export function ensureFolder(path: string): void {
  const folder = resolve(path)
  try {
    mkdirSync(folder)
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST' && statSync(folder).isDirectory()) return
    const parent = dirname(folder)
    if (codeOf(cause) !== 'ENOENT' || parent === folder || statSync(parent, { throwIfNoEntry: false })) throw cause
    ensureFolder(parent)
    mkdirSync(folder)
  }
}

/** Creates the folder that an option names. Throws a UsageError when that is impossible. */
export function ensureOptionFolder(option: string, path: string): void {
  try {
    ensureFolder(path)
  } catch (cause) {
    throw new UsageError(
      `${option} ${path}: not a directory and cannot be created (${String(codeOf(cause) ?? cause)})`,
      {
        cause,
      },
    )
  }
}
