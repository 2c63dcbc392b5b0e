/** Runs clients that are Python commands: each call is a process forked from one that has the client's modules loaded. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { outputOf } from './shell.mjs'

const timeoutMs = 120_000

/**
 * Starts ./python_commands.py for a command, such as `openstack` with the module `openstackclient.shell`.
 * @returns `tryRun(…args)`, which accepts any exit code, and `run(…args)`, which throws an Error unless the command succeeds
 */
export function pythonCommand(command, module) {
  const server = spawn('/usr/bin/python3', [join(import.meta.dirname, 'python_commands.py'), module], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  // The scenario ends with its last call: only the timer of a call keeps it running.
  for (const handle of [server, server.stdin, server.stdout]) handle.unref()
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]()

  async function tryRun(...args) {
    process.stdout.write(`$ ${[command, ...args].join(' ')}\n`)
    const timer = setTimeout(() => server.kill('SIGKILL'), timeoutMs)
    server.stdin.write(`${JSON.stringify(args)}\n`)
    const { value, done } = await lines.next()
    clearTimeout(timer)
    if (done) throw new Error(`${command} ${args.slice(0, 3).join(' ')} did not end within ${timeoutMs / 1000} s`)
    const result = JSON.parse(value)
    process.stdout.write(result.stdout + result.stderr)
    return result
  }

  const run = async (...args) => outputOf(await tryRun(...args), command, args)
  return { run, tryRun }
}
