import type { Clock } from '../clock.ts'
import { parseFaultRule } from '../fault-injection/parse-request-fault.ts'
import type { FaultRule } from '../fault-injection/request-fault-rules.ts'
import type { LoggedRequest, RequestLog } from '../server/request-log.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { resolveTiming, type TimingTable } from '../timing.ts'
import { runDueEvents } from '../transitions/dispatch.ts'
import { type ForcibleStatus, forceStatus } from '../transitions/force-status.ts'

/** The clock of an emulator. Transitions, timestamps and token lifetimes depend on it. */
export interface EmulatorClock extends Clock {
  freeze(): void
  /** Resumes from the current time. */
  run(): void
  /** Moves forward by milliseconds. Events that become due happen with the next request, each at its own time. */
  advance(milliseconds: number): void
}

/** The functions of the control API for code in the same process. */
export interface EmulatorControl {
  readonly clock: EmulatorClock
  /**
   * Changes how long transitions take. Missing entries of a table and transitions in progress stay as they are.
   * @throws TypeError naming the invalid entry
   */
  timing(change: 'instant' | 'realistic' | TimingTable): void
  /** Enables a named fault. @throws RangeError for a name that is not in `faults` */
  enableFault(name: string): void
  /** Adds a fault rule, or replaces the one with the same name. @throws TypeError for an invalid rule */
  addFaultRule(rule: FaultRule): void
  /** Disables everything that `enableFault` and `addFaultRule` enabled. */
  clearFaults(): void
  /** Forces a status that the server keeps until a request changes it. @throws RangeError for an unknown server */
  setServerStatus(id: string, status: ForcibleStatus, fault?: { readonly code: number; readonly message: string }): void
  /** Returns the last requests, the oldest first; empty unless the emulator was created with `control: true`. */
  requests(): readonly LoggedRequest[]
}

/** Creates the control of an emulator, for its own process and the control API. `log`: absent without a request log. */
export function createEmulatorControl(cloud: CloudState, log: RequestLog | undefined): EmulatorControl {
  return {
    // Not `cloud.clock` itself, which a reset replaces.
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
    addFaultRule: (rule) => cloud.faultRules.put(parseFaultRule(rule)),
    clearFaults: () => {
      cloud.faults.enable([])
      cloud.faultRules.clear()
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
