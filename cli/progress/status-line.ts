import { printable } from '../output.ts'

export interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** The content of a status line. */
export interface Status {
  /** From 0 to 1. */
  readonly share: number
  readonly text: string
}

export interface StatusLine {
  /** Prints a line above the status, also when quiet. */
  print(line: string): void
  stop(): void
}

export interface StatusLineOptions {
  readonly quiet: boolean
  readonly status: () => Status
  /** Milliseconds between two lines where there is no terminal. */
  readonly intervalMs?: number
}

const barWidth = 24
const clearLine = '\r\u001b[2K'

const bar = (share: number): string => '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░')

/** Shows that a command is alive: on a terminal a bar that is redrawn, elsewhere a line at intervals. */
export function startStatusLine(
  stream: OutputStream,
  { quiet, status, intervalMs = 15_000 }: StatusLineOptions,
): StatusLine {
  const isLive = stream.isTTY === true && !quiet
  let lastLineAt = Date.now()
  const draw = (): void => {
    const { share, text } = status()
    stream.write(`${clearLine}${`${bar(share)} ${text}`.slice(0, (stream.columns ?? 80) - 1)}`)
  }
  const printAtIntervals = (): void => {
    if (quiet || Date.now() - lastLineAt < intervalMs) return
    lastLineAt = Date.now()
    stream.write(`… ${status().text}\n`)
  }
  const timer = isLive ? setInterval(draw, 120) : setInterval(printAtIntervals, 1_000)
  timer.unref()
  return {
    print(line) {
      stream.write(`${isLive ? clearLine : ''}${printable(line)}\n`)
      if (isLive) draw()
    },
    stop() {
      clearInterval(timer)
      if (isLive) stream.write(clearLine)
    },
  }
}
