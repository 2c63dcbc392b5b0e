import type { EmulatorConfig } from './config.ts'
import type { EmulatorControl } from './control-api/emulator-control.ts'
import type { SeedOptions } from './options.ts'
import type { Peer } from './server/remote-address.ts'
import type { Snapshot } from './snapshot/snapshot.ts'
import type { CloudState } from './state/cloud-state.ts'

/** An emulator without a socket. */
export interface Emulator {
  /** Endpoint, tokens and resources for clients; `reset` and `restore` change it. */
  readonly config: EmulatorConfig
  /** Returns the config for clients that reach the emulator at another origin. */
  configAt(url: string): EmulatorConfig
  /**
   * The state, for tests of this project: its shape may change with any version.
   * @internal
   */
  readonly state: CloudState
  /** Controls the emulator while it runs. */
  readonly control: EmulatorControl
  /**
   * Handles a request without a network. It can replace the global `fetch`.
   * @throws TypeError where a fault breaks the connection
   */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>
  /** Handles a request whose remote address is known. */
  readonly serve: (request: Request, peer: Peer) => Promise<Response>
  /** Returns the whole state as plain JSON, which shares nothing with the emulator. */
  snapshot(): Snapshot
  /**
   * Replaces the state with that of a snapshot, of this emulator or another one.
   * @throws SnapshotError (a TypeError) for an invalid snapshot; the state is then unchanged
   */
  restore(snapshot: unknown): void
  /**
   * Replaces the state with a newly seeded one, by default with the seed of the start. The tokens in the config stay valid; with
   * the same seed, the ids stay the same too.
   * @throws TypeError for an invalid seed; the state is then unchanged
   */
  reset(seed?: SeedOptions): void
}
