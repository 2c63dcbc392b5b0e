import type { Clock } from './clock.ts'
import type { Injection } from './injection/injections.ts'
import { readInjection } from './injection/reading.ts'
import { catchUp } from './machine/course.ts'
import { putInto, type StandingName } from './machine/standing.ts'
import type { LoggedRequest, RequestLog } from './request-log.ts'
import type { World } from './state/world.ts'
import { resolveTiming, type TimingTable } from './timing.ts'

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
export interface Steering {
  readonly clock: EmulatorClock
  /**
   * Changes how long transitions take; what a table leaves out stays as it is, and so does what is under way.
   * @throws TypeError naming the entry that is wrong
   */
  timing(change: 'instant' | 'realistic' | TimingTable): void
  /** Switches a named fault on. @throws RangeError for a name that is not in `faults` */
  fault(name: string): void
  /** Puts a generic fault in force; one of the same name is replaced. @throws TypeError for one that cannot be */
  inject(injection: Injection): void
  /** Switches off what `fault` and `inject` switched on. */
  clearFaults(): void
  /** Puts a server into a status, to stay there. @throws RangeError for a server that there is not */
  putServer(id: string, status: StandingName, fault?: { readonly code: number; readonly message: string }): void
  /** The last requests, the oldest first; none unless the emulator was made with `control: true`. */
  requests(): readonly LoggedRequest[]
}

export function createSteering(world: World, log: RequestLog | undefined): Steering {
  return {
    // The clock of the world is another one after a reset.
    clock: {
      now: () => world.clock.now(),
      freeze: () => world.clock.freeze(),
      run: () => world.clock.run(),
      advance: (milliseconds) => world.clock.advance(milliseconds),
    },
    timing: (change) => {
      world.timing = resolveTiming(change, world.timing)
    },
    fault: (name) => world.faults.switchTo([...world.faults.switched, name]),
    inject: (injection) => world.injections.put(readInjection(injection)),
    clearFaults: () => {
      world.faults.switchTo([])
      world.injections.clear()
    },
    putServer: (id, status, fault) => {
      catchUp(world)
      const server = world.servers.get(id)
      if (server === undefined) throw new RangeError(`there is no server ${id}`)
      putInto(world, server, status, fault)
    },
    requests: () => log?.entries() ?? [],
  }
}
