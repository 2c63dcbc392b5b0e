export interface InterruptMessages {
  readonly print: (line: string) => void
  /** What happens after the first signal. */
  readonly stopping: string
  /** What the user can do after the second one. */
  readonly exiting: () => string
}

/** The effect of Ctrl-C: the first signal stops the command in an orderly way, the second exits immediately. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  /** 130 or 143 after a signal, by the signal's number. */
  readonly exitCode: () => number | undefined
  stopListening(): void
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const

export function listenForInterrupts({ print, stopping, exiting }: InterruptMessages): Interruption {
  const controller = new AbortController()
  let exitCode: number | undefined
  const handle = (name: keyof typeof exitCodes) => () => {
    if (exitCode !== undefined) {
      print(exiting())
      process.exit(exitCode)
    }
    exitCode = exitCodes[name]
    print(`${name}: ${stopping}`)
    controller.abort(new Error(`interrupted by ${name}`))
  }
  const handlers = { SIGINT: handle('SIGINT'), SIGTERM: handle('SIGTERM') }
  process.on('SIGINT', handlers.SIGINT)
  process.on('SIGTERM', handlers.SIGTERM)
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    stopListening() {
      process.off('SIGINT', handlers.SIGINT)
      process.off('SIGTERM', handlers.SIGTERM)
    },
  }
}
