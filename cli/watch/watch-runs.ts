import type { Report } from '#results'
import { failedRequirements } from '../actions/run-flags.ts'
import { changedOutcomes, firstOutcomes, limitedTo, updatedWith } from './changed-outcomes.ts'

/** The parts of the command that watching needs. */
export interface WatchedCommand {
  /** Waits for a reason to run; false when there will be no more. */
  next(): Promise<boolean>
  /**
   * Tests the target, or only what did not pass in a report. Undefined if there is no complete report: the target could not be
   * tested, or the run was interrupted.
   */
  run(earlier?: Report): Promise<Report | undefined>
  print(line: string): void
}

/**
 * Runs whenever there is a reason: first what did not pass in the last run, then everything. Prints what has changed since the last
 * run; `earlier` is the one before the first.
 */
export async function watchRuns({ next, run, print }: WatchedCommand, earlier?: Report): Promise<void> {
  let last = earlier
  while (await next()) {
    const failed = new Set<string>(last === undefined ? [] : failedRequirements(last).ids)
    if (last !== undefined && failed.size > 0) {
      const part = await run(last)
      if (part === undefined) continue
      const repeated = limitedTo(part, failed)
      print(`Of the ${failed.size} that did not pass:`)
      for (const line of changedOutcomes(limitedTo(last, failed), repeated)) print(`  ${line}`)
      last = updatedWith(last, repeated)
    }
    const whole = await run()
    if (whole === undefined) continue
    if (last !== undefined) print('Of all:')
    for (const line of last === undefined ? firstOutcomes(whole) : changedOutcomes(last, whole)) print(`  ${line}`)
    last = whole
  }
}
