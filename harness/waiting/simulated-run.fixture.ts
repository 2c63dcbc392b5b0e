import { SimulatedClock } from '../clock.fixture.ts'
import { createRedactor } from '../redaction/redactor.ts'
import { timeouts } from './pace.fixture.ts'
import { Pace } from './pace.ts'
import { WaitProgress } from './wait-progress.ts'

/** The parts of a run that waits need, on a simulated clock. */
export function simulatedRun() {
  return {
    clock: new SimulatedClock(),
    settings: { timeouts },
    pace: new Pace(timeouts),
    redactor: createRedactor([]),
    waits: new WaitProgress(() => undefined),
  }
}
