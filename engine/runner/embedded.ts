import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TimingTable } from '#emulator'

export interface Embedded {
  /** A configuration file that names the emulator as the target. */
  readonly configFile: string
  /** The share of waiting budgets that it needs: its transitions last milliseconds. */
  readonly timeoutScale: number
  stop(): Promise<void>
}

/**
 * Every state in between lasts until it has been read, however busy the machine is: two runs that see different states would
 * say different things of the same target. What is not listed is `instant`.
 */
export const pollBasedTiming: TimingTable = {
  create: { polls: 3 },
  resize: { polls: 3 },
  verifyResize: { polls: 3 },
  rebootSoft: { polls: 3 },
  rebootHard: { polls: 3 },
  start: { polls: 1 },
  stop: { polls: 1 },
  delete: { polls: 1 },
  createImage: { polls: 1 },
}

const timeoutScale = 0.05

/**
 * Scaled, twenty seconds for one answer: on a busy machine even a keypair may take more than the five that a scale leaves at
 * least, and the emulator gets there.
 */
const embeddedTimeouts = { request: '400s' }

/** Starts the emulator that comes with the package, for a run without a target. */
export async function startEmbedded(timing: TimingTable = pollBasedTiming): Promise<Embedded> {
  // Loaded only by those who need it: most runs have a target of their own.
  const { startEmulator } = await import('#emulator')
  const emulator = await startEmulator({ control: true, timing })
  const folder = mkdtempSync(join(tmpdir(), 'compute-conformance-'))
  const configFile = join(folder, 'emulator.json')
  writeFileSync(configFile, JSON.stringify({ ...emulator.config, timeouts: embeddedTimeouts }), { mode: 0o600 })
  return {
    configFile,
    timeoutScale,
    async stop() {
      await emulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
