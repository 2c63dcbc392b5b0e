/** What a Ctrl-C does: the first ends the run in good order, the second at once. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  /** 130 or 143 once a signal came. */
  readonly exitCode: () => number | undefined
  /** Stops listening. */
  release(): void
}

const codes = { SIGINT: 130, SIGTERM: 143 } as const

/** `last` is said when the second signal comes: the line that clears up what is left; `first` when the first one does. */
export function listenForInterrupts(
  say: (line: string) => void,
  last: () => string,
  first = 'finishing and removing what was created; once more to stop at once.',
): Interruption {
  const controller = new AbortController()
  let code: number | undefined
  const on = (name: keyof typeof codes) => () => {
    if (code !== undefined) {
      say(last())
      process.exit(code)
    }
    code = codes[name]
    say(`${name}: ${first}`)
    controller.abort(new Error(`interrupted by ${name}`))
  }
  const handlers = { SIGINT: on('SIGINT'), SIGTERM: on('SIGTERM') }
  process.on('SIGINT', handlers.SIGINT)
  process.on('SIGTERM', handlers.SIGTERM)
  return {
    signal: controller.signal,
    exitCode: () => code,
    release() {
      process.off('SIGINT', handlers.SIGINT)
      process.off('SIGTERM', handlers.SIGTERM)
    },
  }
}
