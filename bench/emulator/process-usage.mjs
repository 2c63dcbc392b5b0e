/** Processor time and memory of a child process, from /proc. Both functions return undefined on systems without it. */
import { readFileSync } from 'node:fs'

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

/** Processor time in seconds; a clock tick is 1/100 s on Linux. */
export function processorSeconds({ pid }) {
  const fields = readProc(pid, 'stat')
    ?.replace(/^.*\) /, '')
    .split(' ')
  return fields && (Number(fields[11]) + Number(fields[12])) / 100
}

/** Resident memory in MB. */
export function residentMegabytes({ pid }) {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readProc(pid, 'status') ?? '')?.[1]
  return kilobytes && Number(kilobytes) / 1024
}
