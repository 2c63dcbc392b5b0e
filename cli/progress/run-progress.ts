import { redact } from '#harness/core'
import { sanitizeLine } from '#reporters'
import type { TestResult } from '#results'

/** Tells people that a run is alive: a bar on a terminal, a line now and then elsewhere. Everything goes to stderr. */
export interface Progress {
  /** So many tests more; every repeat of a run has its own. */
  expect(tests: number): void
  done(result: TestResult): void
  /** What is being waited for now: `server … BUILD`. */
  waiting(what: string): void
  say(line: string): void
  stop(): void
}

export interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** Words of a target must neither act on a terminal or a CI system nor tell a secret. */
const printable = (text: string): string => sanitizeLine(redact(text))

export const bar = (share: number, width: number): string => '█'.repeat(Math.round(share * width)).padEnd(width, '░')

/** On a terminal the last line is redrawn; elsewhere a line is written at most every `every` milliseconds. */
export function progressOn(stream: Stream, quiet: boolean, every = 15_000): Progress {
  const live = stream.isTTY === true && !quiet
  let total = 0
  let finished = 0
  let failed = 0
  let what = ''
  let last = Date.now()

  const summary = (): string => {
    const counts = `${finished}${total > 0 ? `/${total}` : ''} tests${failed > 0 ? `, ${failed} with a finding` : ''}`
    return what === '' ? counts : `${counts} · ${what}`
  }
  const draw = (): void => {
    if (!live) return
    const line = `${bar(total > 0 ? finished / total : 0, 24)} ${summary()}`
    stream.write(`\r\u001b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`)
  }
  const timer = live
    ? setInterval(draw, 120)
    : setInterval(() => {
        if (quiet || Date.now() - last < every) return
        last = Date.now()
        stream.write(`… ${summary()}\n`)
      }, 1_000)
  timer.unref()

  return {
    expect: (tests) => {
      total += tests
    },
    done: (result) => {
      finished++
      if (result.evidence.assertions.some(({ finding }) => finding)) failed++
    },
    waiting: (text) => {
      what = printable(text)
    },
    say: (line) => {
      const told = printable(line)
      stream.write(live ? `\r\u001b[2K${told}\n` : `${told}\n`)
      draw()
    },
    stop: () => {
      clearInterval(timer)
      if (live) stream.write('\r\u001b[2K')
    },
  }
}
