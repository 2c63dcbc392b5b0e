/**
 * Runs a story and keeps all that it prints. Before each step a story prints `# step NAME` on a line of its own, in
 * whatever language it is written; it fails by ending with anything but 0.
 */
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

/** A story that hangs is stopped after this long, in milliseconds. */
const patience = 300_000

/** @returns the steps that were begun, how it ended, and the last line that was printed */
export async function runStory({ command, cwd, environment, file }) {
  const began = Date.now()
  const transcript = createWriteStream(file)
  const steps = []
  let lastLine = ''
  const [program, ...args] = command
  const child = spawn(program, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const hear = (line) => {
    transcript.write(`${line}\n`)
    const step = /^# step (.+)$/.exec(line)?.[1]
    if (step !== undefined) {
      steps.push(step)
      transcript.write(`# at ${((Date.now() - began) / 1000).toFixed(1)} s\n`)
    } else if (line.trim() !== '') {
      lastLine = line.trim()
    }
  }
  const flushed = [child.stdout, child.stderr].map((stream) => eachLine(stream, hear))
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), patience)
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      lastLine = error.message
      resolve('error')
    })
    child.once('close', (status, signal) => resolve(status ?? signal))
  })
  clearTimeout(timer)
  for (const flush of flushed) flush()
  transcript.end()
  await finished(transcript)
  return { steps, code, lastLine, seconds: (Date.now() - began) / 1000 }
}

/** Calls `hear` with every whole line; the function returned, with what is left at the end. */
function eachLine(stream, hear) {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) hear(line)
  })
  return () => {
    if (rest !== '') hear(rest)
  }
}
