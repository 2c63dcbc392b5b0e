import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { at, numberAt, textAt } from '#engine/input'

/** Tells a process from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number
  readonly host: string
  /** When the process started, in a unit of the operating system; undefined where the system does not tell it. */
  readonly startTime?: string
}

/**
 * Returns the start time of a process in clock ticks since the system started: field 22 of /proc/PID/stat, see proc(5).
 * Linux only.
 */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program may contain blanks and brackets; the fields after it have neither. The first of them is field 3.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

/** Returns the identity of this process. */
export function thisProcess(): ProcessIdentity {
  const startTime = startTimeOf(process.pid)
  return { pid: process.pid, host: hostname(), ...(startTime === undefined ? {} : { startTime }) }
}

/** Returns the identity in a JSON value, or undefined if it has another form. */
export function processIdentityIn(value: unknown): ProcessIdentity | undefined {
  const [pid, host, startTime] = [numberAt(value, 'pid'), textAt(value, 'host'), textAt(value, 'startTime')]
  if (pid === undefined || host === undefined) return undefined
  return { pid, host, ...(startTime === undefined ? {} : { startTime }) }
}

/** Tells whether another process is known to be still running: it cannot see the processes of another host. */
export function isRunningElsewhere({ pid, host, startTime }: ProcessIdentity): boolean {
  if (pid === process.pid || host !== hostname() || !exists(pid)) return false
  return startTime === undefined || startTime === startTimeOf(pid)
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user.
    return at(error, 'code') === 'EPERM'
  }
}
