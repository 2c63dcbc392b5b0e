import type { Clock } from '../clock.ts'
import { parseFaultRule } from '../fault-injection/parse.ts'
import type { FaultRule } from '../fault-injection/rules.ts'
import type { LoggedRequest, RequestLog } from '../server/request-log.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { resolveTiming, type TimingTable } from '../timing.ts'
import { runDueEvents } from '../transitions/dispatch.ts'
import { type ForcibleStatus, forceStatus } from '../transitions/force-status.ts'

/** The clock of an emulator, as a test may handle it. Everything goes by it: transitions, timestamps, tokens. */
export interface EmulatorClock extends Clock {
  /** Time stands still from now on. */
  freeze(): void
  /** Goes on from where it stands. */
  run(): void
  /** Moves forward by milliseconds; what falls into them happens, each thing at its own time. */
  advance(milliseconds: number): void
}

/** What the control API does over HTTP, for whoever has the emulator at hand. */
export interface EmulatorControl {
  readonly clock: EmulatorClock
  /**
   * Changes how long transitions take; what a table leaves out stays as it is, and so does what is under way.
   * @throws TypeError naming the entry that is wrong
   */
  timing(change: 'instant' | 'realistic' | TimingTable): void
  /** Switches a named fault on. @throws RangeError for a name that is not in `faults` */
  enableFault(name: string): void
  /** Puts a generic fault in force; one of the same name is replaced. @throws TypeError for one that cannot be */
  addFaultRule(injection: FaultRule): void
  /** Switches off what `fault` and `inject` switched on. */
  clearFaults(): void
  /** Puts a server into a status, to stay there. @throws RangeError for a server that there is not */
  setServerStatus(id: string, status: ForcibleStatus, fault?: { readonly code: number; readonly message: string }): void
  /** The last requests, the oldest first; none unless the emulator was made with `control: true`. */
  requests(): readonly LoggedRequest[]
}

export function createEmulatorControl(cloud: CloudState, log: RequestLog | undefined): EmulatorControl {
  return {
    // The clock of the world is another one after a reset.
    clock: {
      now: () => cloud.clock.now(),
      freeze: () => cloud.clock.freeze(),
      run: () => cloud.clock.run(),
      advance: (milliseconds) => cloud.clock.advance(milliseconds),
    },
    timing: (change) => {
      cloud.timing = resolveTiming(change, cloud.timing)
    },
    enableFault: (name) => cloud.faults.enable([...cloud.faults.enabledNames, name]),
    addFaultRule: (injection) => cloud.injections.put(parseFaultRule(injection)),
    clearFaults: () => {
      cloud.faults.enable([])
      cloud.injections.clear()
    },
    setServerStatus: (id, status, fault) => {
      runDueEvents(cloud)
      const server = cloud.servers.get(id)
      if (server === undefined) throw new RangeError(`there is no server ${id}`)
      forceStatus(cloud, server, status, fault)
    },
    requests: () => log?.entries() ?? [],
  }
}
