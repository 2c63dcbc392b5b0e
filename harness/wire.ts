import { BroadcastChannel } from 'node:worker_threads'

/** Name of the channel on which a run tells the command line what it is waiting for. */
export const channelName = (runId: string): string => `compute-conformance ${runId}`

/** A message about a secret that a target gave away: whoever writes reports must know it, and nobody else is told. */
export interface Confided {
  readonly secret: string
}

/** Tells whoever listens in this process; nobody has to. */
export class Wire {
  readonly #channel: BroadcastChannel
  #isClosed = false

  constructor(runId: string) {
    this.#channel = new BroadcastChannel(channelName(runId))
    this.#channel.unref()
  }

  tell(text: string): void {
    this.#post(text)
  }

  confide(secret: string): void {
    this.#post({ secret } satisfies Confided)
  }

  close(): void {
    this.#isClosed = true
    this.#channel.close()
  }

  #post(message: string | Confided): void {
    if (!this.#isClosed) this.#channel.postMessage(message)
  }
}
