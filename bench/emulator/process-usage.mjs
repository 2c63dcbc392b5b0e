/** Processor time and memory of processes, from /proc. All functions return undefined on systems without it. */
import { readFileSync } from 'node:fs'

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

/** Adds up two neighbouring fields of the process's stat file, in seconds; a clock tick is 1/100 s on Linux. */
function statSeconds(pid, field) {
  const fields = readProc(pid, 'stat')
    ?.replace(/^.*\) /, '')
    .split(' ')
  return fields && (Number(fields[field]) + Number(fields[field + 1])) / 100
}

/** Returns the processor time of a child process, in seconds. */
export const processorSeconds = ({ pid }) => statSeconds(pid, 11)

/** Returns the processor time of all children of this process that have ended, in seconds. */
export const endedChildrenSeconds = () => statSeconds('self', 13)

function statusMegabytes(pid, field) {
  const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(readProc(pid, 'status') ?? '')?.[1]
  return kilobytes && Number(kilobytes) / 1024
}

/** Returns the resident memory in MB. */
export const residentMegabytes = ({ pid }) => statusMegabytes(pid, 'VmRSS')

/** Returns the most resident memory so far, in MB. */
export const peakMegabytes = ({ pid }) => statusMegabytes(pid, 'VmHWM')
