/** Measures the start time of the emulator, and its memory and page times with many servers. */
import { CloudClient } from './cloud-client.mjs'
import { processorSeconds, residentMegabytes } from './process-usage.mjs'
import * as processes from './processes.mjs'
import { median } from './statistics.mjs'

/**
 * Measures the median milliseconds from spawning the process to its first response (`elapsed`), and its processor time
 * until then.
 */
export async function measureStart(...flags) {
  const elapsed = []
  const processor = []
  for (let count = 0; count < 9; count++) {
    const { child, milliseconds } = await processes.startEmulator(...flags)
    elapsed.push(milliseconds)
    processor.push((processorSeconds(child) ?? Number.NaN) * 1000)
    child.kill('SIGKILL')
  }
  return { elapsed: median(elapsed), processor: median(processor) }
}

/** Measures memory in MB without and with ten thousand servers, and the times of their first, middle and last page. */
export async function measureManyServers() {
  const { child, config } = await processes.startEmulator()
  const cloud = new CloudClient(config)
  await cloud.createKeypair()
  const memoryEmpty = residentMegabytes(child)
  await cloud.createServers(10_000)
  const ids = await cloud.serverIds()
  const memoryCreated = residentMegabytes(child)
  const markers = { first: undefined, middle: ids[Math.floor(ids.length / 2)], last: ids.at(-101) }
  const pages = {}
  for (const path of ['/servers', '/servers/detail']) {
    pages[path] = {}
    for (const [page, marker] of Object.entries(markers)) pages[path][page] = await cloud.pageTime(path, marker)
  }
  const memoryListed = residentMegabytes(child)
  child.kill('SIGKILL')
  return { servers: ids.length, memoryEmpty, memoryFull: memoryCreated && Math.max(memoryCreated, memoryListed), pages }
}
