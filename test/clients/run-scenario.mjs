/**
 * Runs a scenario as a child process and writes everything that it prints to a log. A scenario may be written in any language:
 * it prints `# step NAME` on its own line before each step, and fails by exiting with a code other than 0.
 */
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

/** A scenario that takes longer is killed. */
const timeoutMs = 600_000

/** @returns the steps that were started, the exit code or signal (`error` if it could not start), and the last line printed */
export async function runScenario({ command, cwd, environment, logFile }) {
  const startedAt = Date.now()
  const log = createWriteStream(logFile)
  const steps = []
  let lastLine = ''
  const [program, ...args] = command
  const child = spawn(program, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const onLine = (line) => {
    log.write(`${line}\n`)
    const step = /^# step (.+)$/.exec(line)?.[1]
    if (step !== undefined) {
      steps.push(step)
      log.write(`# at ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
    } else if (line.trim() !== '') {
      lastLine = line.trim()
    }
  }
  const flushAll = [child.stdout, child.stderr].map((stream) => readLines(stream, onLine))
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), timeoutMs)
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      lastLine = error.message
      resolve('error')
    })
    child.once('close', (status, signal) => resolve(status ?? signal))
  })
  clearTimeout(timer)
  for (const flush of flushAll) flush()
  log.end()
  await finished(log)
  return { steps, code, lastLine, seconds: (Date.now() - startedAt) / 1000 }
}

/** Calls `onLine` for each complete line. The returned function flushes an incomplete last line. */
function readLines(stream, onLine) {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  return () => {
    if (rest !== '') onLine(rest)
  }
}
