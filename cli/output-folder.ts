import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

/**
 * Makes a folder and those above it. Throws what node:fs throws. Its own option for that never comes back where nothing can be
 * made, as below /proc.
 */
export function makeFolder(path: string): void {
  const folder = resolve(path)
  try {
    mkdirSync(folder)
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST' && statSync(folder).isDirectory()) return
    const above = dirname(folder)
    if (codeOf(cause) !== 'ENOENT' || above === folder || statSync(above, { throwIfNoEntry: false })) throw cause
    makeFolder(above)
    mkdirSync(folder)
  }
}
