import { BroadcastChannel } from 'node:worker_threads'
import type { Redactor } from './redact.ts'

/** Name of the channel on which a run tells the command line what it is waiting for. */
export const channelName = (runId: string): string => `compute-conformance ${runId}`

/** Tells whoever listens in this process; nobody has to. */
export class Wire {
  readonly #channel: BroadcastChannel
  readonly #redactor: Redactor

  constructor(runId: string, redactor: Redactor) {
    this.#redactor = redactor
    this.#channel = new BroadcastChannel(channelName(runId))
    this.#channel.unref()
  }

  tell(text: string): void {
    this.#channel.postMessage(this.#redactor.text(text))
  }

  close(): void {
    this.#channel.close()
  }
}
