export interface InterruptMessages {
  readonly print: (line: string) => void
  /** What happens after the first signal. */
  readonly stopping: string
  /** The advice after the second one. */
  readonly exiting: () => string
}

/** The effect of Ctrl-C: the first signal stops the command in an orderly way, the second exits immediately. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  /** 129, 130 or 143 after a signal, by the signal's number. */
  readonly exitCode: () => number | undefined
  stopListening(): void
}

/** SIGHUP: the terminal was closed, or the connection to it was lost. Node resets a SIGHUP that `nohup` ignores. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/**
 * Signals that arrive this soon after the first one, in milliseconds, are the same: `timeout` sends its signal to the process and to its
 * group, and `npx` passes on the Ctrl-C that the terminal has sent to both.
 */
const sameSignalMs = 500

/** Handles SIGINT, SIGTERM and SIGHUP until the caller stops listening. */
export function listenForInterrupts({ print, stopping, exiting }: InterruptMessages): Interruption {
  const controller = new AbortController()
  let exitCode: number | undefined
  let firstAt = 0
  const handle = (name: keyof typeof exitCodes) => () => {
    if (exitCode !== undefined) {
      if (performance.now() - firstAt < sameSignalMs) return
      print(exiting())
      process.exit(exitCode)
    }
    exitCode = exitCodes[name]
    firstAt = performance.now()
    print(`${name}: ${stopping}`)
    controller.abort(new Error(`interrupted by ${name}`))
  }
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => ({ name, handler: handle(name) }))
  for (const { name, handler } of handlers) process.on(name, handler)
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    stopListening() {
      for (const { name, handler } of handlers) process.off(name, handler)
    },
  }
}
