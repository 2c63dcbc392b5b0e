import type { MutantResult } from '#engine/mutation'
import { type OutputStream, startStatusLine } from './status-line.ts'

/** The progress of a mutation test. */
export interface MutationProgress {
  finish(result: MutantResult): void
  /** @param remaining faults to run again, including this one */
  rerun(fault: string, remaining: number): void
  print(line: string): void
  stop(): void
}

/** Shows the progress of a mutation test until it is stopped. */
export function startMutationProgress(stream: OutputStream, faults: number, quiet: boolean): MutationProgress {
  let finished = 0
  let mismatches = 0
  let current = 'starting'
  const line = startStatusLine(stream, {
    quiet,
    status: () => ({
      share: finished / faults,
      text: `${finished}/${faults} faults${mismatches > 0 ? `, ${mismatches} not as declared` : ''} · ${current}`,
    }),
  })
  return {
    finish({ fault, verdict, asDeclared }) {
      finished++
      current = fault.name
      if (asDeclared) return
      mismatches++
      const problem = verdict.killed ? 'collateral failures are not as declared' : 'survived'
      if (!quiet) line.print(`  ${fault.name}: ${problem}`)
    },
    rerun(fault, remaining) {
      current = `${remaining} to run again, now ${fault}`
    },
    print: line.print,
    stop: line.stop,
  }
}
