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

/** Formats a duration as `45 s` or `3 min 4 s`. */
function formatElapsed(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** A forecast from a few tests, or from the first seconds, would be wrong. */
const minShare = 0.1
const minElapsedMs = 15_000

/**
 * Formats the remaining time as `about 3 min left`, if the rest takes as long per test as the part that is done;
 * undefined while that says too little, and once more time than that has passed since a test finished.
 */
function formatRemaining(share: number, elapsedMs: number, sinceLastMs: number): string | undefined {
  if (share < minShare || share >= 1 || elapsedMs < minElapsedMs) return undefined
  const leftMs = (elapsedMs / share) * (1 - share)
  if (leftMs < sinceLastMs) return undefined
  const seconds = Math.ceil(leftMs / 1_000)
  return `about ${seconds < 60 ? `${Math.ceil(seconds / 10) * 10} s` : `${Math.ceil(seconds / 60)} min`} left`
}

/** Shows the progress of a run until it is stopped. */
export function startRunProgress(stream: OutputStream, { quiet = false }: { readonly quiet?: boolean }): RunProgress {
  let total = 0
  let finished = 0
  let withFindings = 0
  let waiting = ''
  const startedAt = Date.now()
  let lastFinishedAt = startedAt
  const line = startStatusLine(stream, {
    quiet,
    status: () => {
      const share = total > 0 ? finished / total : 0
      const elapsedMs = Date.now() - startedAt
      const parts = [
        total > 0 ? `${finished}/${total} tests${withFindings > 0 ? `, ${withFindings} with findings` : ''}` : '',
        formatElapsed(elapsedMs),
        formatRemaining(share, elapsedMs, Date.now() - lastFinishedAt) ?? '',
        waiting,
      ]
      return { share, text: parts.filter((part) => part !== '').join(' · ') }
    },
  })
  return {
    expect(tests) {
      total += tests
    },
    finish({ evidence }) {
      finished++
      lastFinishedAt = Date.now()
      if (evidence.assertions.some(({ finding }) => finding)) withFindings++
    },
    waitFor(text) {
      waiting = printable(text)
    },
    print: line.print,
    stop: line.stop,
  }
}
