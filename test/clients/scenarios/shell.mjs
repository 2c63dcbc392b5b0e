/** How a story drives a client that is a command: one process per call, and what it prints goes to the transcript. */
import { spawnSync } from 'node:child_process'

/** Runs a command and writes both of its streams to the transcript; does not judge how it ended. */
export function attempt(command, ...args) {
  process.stdout.write(`$ ${[command, ...args].join(' ')}\n`)
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 120_000 })
  if (error) throw error
  process.stdout.write(stdout + stderr)
  return { code: status ?? signal, stdout, stderr }
}

/** Runs a command that has to succeed. @returns what it printed, trimmed */
export function run(command, ...args) {
  const { code, stdout, stderr } = attempt(command, ...args)
  if (code === 0) return stdout.trim()
  throw new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${code}: ${stderr.trim().split('\n').at(-1)}`)
}
