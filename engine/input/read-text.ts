import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../errors.ts'

const megabyte = 1024 * 1024

/** The maximum size of a file that is read at once, in megabytes. A longer text does not fit into a string of Node.js. */
const maxMegabytes = 500

/** Returns why the system rejected an operation on a file, for a message: `no such file`, or its code. */
export function fileProblem(cause: unknown, operation: 'read' | 'written'): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (operation === 'read' && code === 'ENOENT') return 'no such file'
  return `cannot be ${operation} (${String(code ?? cause)})`
}

/** Decodes a text. Windows PowerShell writes the output of a program as UTF-16; editors may begin UTF-8 with a byte order mark. */
function decode(bytes: Uint8Array): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (!isUtf16) return new TextDecoder('utf-8').decode(bytes)
  return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
}

/** Reads a text file in UTF-8, or in UTF-16 with a byte order mark. Throws a UsageError when it cannot be read, or is too large. */
export function readText(file: string, cwd = process.cwd()): string {
  const path = resolve(cwd, file)
  try {
    const megabytes = Math.ceil(statSync(path).size / megabyte)
    if (megabytes <= maxMegabytes) return decode(readFileSync(path))
    throw new UsageError(`${file}: has ${megabytes} MB; expected at most ${maxMegabytes} MB`)
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`${file}: ${fileProblem(cause, 'read')}`, { cause })
  }
}
