import type { TestResult } from '#results'
import { printable } from '../output.ts'
import { type OutputStream, startStatusLine } from './status-line.ts'

/** The progress of a run, or of several repeats. */
export interface RunProgress {
  /** Adds the tests of a repeat to the total. */
  expect(tests: number): void
  finish(result: TestResult): void
  /** @param text what the run is waiting for now; empty for nothing */
  waitFor(text: string): void
  print(line: string): void
  stop(): void
}

/** `45 s`, `3 min 4 s`. */
function formatElapsed(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

export function startRunProgress(stream: OutputStream, quiet: boolean): RunProgress {
  let total = 0
  let finished = 0
  let withFindings = 0
  let waiting = ''
  const startedAt = Date.now()
  const line = startStatusLine(stream, {
    quiet,
    status: () => ({
      share: total > 0 ? finished / total : 0,
      text: [
        `${finished}${total > 0 ? `/${total}` : ''} tests${withFindings > 0 ? `, ${withFindings} with findings` : ''}`,
        formatElapsed(Date.now() - startedAt),
        ...(waiting === '' ? [] : [waiting]),
      ].join(' · '),
    }),
  })
  return {
    expect(tests) {
      total += tests
    },
    finish({ evidence }) {
      finished++
      if (evidence.assertions.some(({ finding }) => finding)) withFindings++
    },
    waitFor(text) {
      waiting = printable(text)
    },
    print: line.print,
    stop: line.stop,
  }
}
