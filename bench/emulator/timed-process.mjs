/** Runs Node processes to their end and measures them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { endedChildrenSeconds, peakMegabytes } from './process-usage.mjs'

/** How often the memory of a process is read, in milliseconds. */
const sampleEvery = 100

/**
 * Runs `node ...args`; no other child process may end meanwhile.
 * @returns seconds of wall and of processor time, and the most memory that the process had, in MB (undefined where there is no /proc)
 */
export async function timeNode(...args) {
  const [began, before] = [performance.now(), endedChildrenSeconds()]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  let memory
  const sampling = setInterval(() => {
    memory = peakMegabytes(child) ?? memory
  }, sampleEvery)
  const [status] = await once(child, 'close')
  clearInterval(sampling)
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${errors}`)
  return { wall: (performance.now() - began) / 1_000, processor: endedChildrenSeconds() - before, memory }
}
