import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UsageError } from '../../engine/errors.ts'

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

/**
 * Makes a folder and those above it. Throws what node:fs throws. Its own option for that never comes back where nothing can be
 * made, as below /proc.
 */
export function ensureFolder(path: string): void {
  const folder = resolve(path)
  try {
    mkdirSync(folder)
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST' && statSync(folder).isDirectory()) return
    const above = dirname(folder)
    if (codeOf(cause) !== 'ENOENT' || above === folder || statSync(above, { throwIfNoEntry: false })) throw cause
    ensureFolder(above)
    mkdirSync(folder)
  }
}

/** The folder of an option, made if need be. Throws a UsageError where there can be none. */
export function ensureOptionFolder(option: string, path: string): void {
  try {
    ensureFolder(path)
  } catch (cause) {
    throw new UsageError(`${option} ${path}: is no folder and cannot become one (${String(codeOf(cause) ?? cause)})`, {
      cause,
    })
  }
}
