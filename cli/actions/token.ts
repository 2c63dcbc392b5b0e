import { obtainToken, type TokenOptions } from '#engine/target'
import { printErrorLine } from '../output.ts'

/** Prints a token, and nothing else, to standard output. */
export async function token(flags: TokenOptions): Promise<number> {
  const text = await obtainToken(flags, { env: process.env, cwd: process.cwd() }, printErrorLine)
  process.stdout.write(`${text}\n`)
  return 0
}
