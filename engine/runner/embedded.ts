import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmulatorOptions, TimingTable } from '#emulator'
import { UsageError } from '#engine/errors'
import { fileProblem } from '#engine/input'
import type { TimeoutSettings } from '#engine/target'
import { createTemporaryFolder } from '../temporary-folder.ts'

/** An emulator in this process that serves as the target of a run. */
export interface EmbeddedTarget {
  /** A config file with the emulator as its target. */
  readonly configFile: string
  /** The scale for the timeouts of the run: the emulator's transitions take milliseconds. */
  readonly timeoutScale: number
  /** A temporary folder, deleted when the emulator stops. */
  readonly folder: string
  stop(): Promise<void>
}

export interface EmbeddedTargetOptions {
  readonly emulator?: Pick<EmulatorOptions, 'control' | 'edition' | 'faults' | 'interpretations' | 'timing' | 'keyRing'>
  readonly timeouts?: TimeoutSettings
  readonly timeoutScale?: number
  /** Where the temporary folder is created. */
  readonly parentFolder?: string
}

/**
 * Each transient state lasts until it has been read a number of times, however busy the machine is. Otherwise two runs could
 * observe different states and differ in their results. Operations that are not listed are instant.
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

/** Twenty seconds after scaling: on a busy machine even a simple request may take longer than the minimum of five. */
const embeddedTimeouts: TimeoutSettings = { request: '400s' }

/** Starts the emulator of this package as a target. Throws a UsageError when its config file cannot be written. */
export async function startEmbedded({
  emulator: options = {},
  timeouts = embeddedTimeouts,
  timeoutScale = 0.05,
  parentFolder,
}: EmbeddedTargetOptions = {}): Promise<EmbeddedTarget> {
  // A run against another target does not load the emulator.
  const { startEmulator } = await import('#emulator')
  const folder = createTemporaryFolder('compute-conformance-', parentFolder)
  const emulator = await startEmulator({ control: true, timing: pollBasedTiming, ...options })
  const configFile = join(folder, 'emulator.json')
  try {
    writeFileSync(configFile, JSON.stringify({ ...emulator.config, timeouts }), { mode: 0o600 })
  } catch (cause) {
    await emulator.close()
    throw new UsageError(`${configFile}: ${fileProblem(cause, 'written')}`, { cause })
  }
  return {
    configFile,
    timeoutScale,
    folder,
    async stop() {
      await emulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
