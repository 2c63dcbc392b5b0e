/** Runs clients that are commands, one process per call. Their output goes to the log of the scenario. */
import { spawnSync } from 'node:child_process'

/** Runs a command; any exit code is accepted. Throws an Error if the command cannot be started. */
export function tryRun(command, ...args) {
  process.stdout.write(`$ ${[command, ...args].join(' ')}\n`)
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 120_000 })
  if (error) throw error
  process.stdout.write(stdout + stderr)
  return { code: status ?? signal, stdout, stderr }
}

/** Runs a command and throws an Error unless it succeeds. @returns its standard output, trimmed */
export function run(command, ...args) {
  return outputOf(tryRun(command, ...args), command, args)
}

/** Returns the standard output of a command that has succeeded, trimmed; throws an Error if it has failed. */
export function outputOf({ code, stdout, stderr }, command, args) {
  if (code === 0) return stdout.trim()
  throw new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${code}: ${stderr.trim().split('\n').at(-1)}`)
}
