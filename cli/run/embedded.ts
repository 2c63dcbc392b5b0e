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

/** Starts the emulator that comes with the package, for a run without a target; `instant` unless a timing is given. */
export async function startEmbedded(timing?: TimingTable): Promise<Embedded> {
  // Loaded only by those who need it: most runs have a target of their own.
  const { startEmulator } = await import('#emulator')
  const emulator = await startEmulator({ control: true, ...(timing ? { timing } : {}) })
  const folder = mkdtempSync(join(tmpdir(), 'compute-conformance-'))
  const configFile = join(folder, 'emulator.json')
  writeFileSync(configFile, JSON.stringify(emulator.config), { mode: 0o600 })
  return {
    configFile,
    timeoutScale: 0.05,
    async stop() {
      await emulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
