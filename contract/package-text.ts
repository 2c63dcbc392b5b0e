import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { packageRoot } from './package-root.ts'

/**
 * Returns a text file of this package, named by its path from the root. The published package has those that only its own programs read as
 * `<file>.br`, compressed: they are a fifth of its size, and take a few milliseconds to unpack.
 */
export function packageText(path: string): string {
  const file = join(packageRoot, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : brotliDecompressSync(readFileSync(`${file}.br`)).toString()
}
