import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Reasons to run again. Those that arrive while nothing waits for one count as one. */
export class RunRequests {
  #isPending = false
  #wake: () => void = () => undefined

  get isPending(): boolean {
    return this.#isPending
  }

  readonly add = (): void => {
    this.#isPending = true
    this.#wake()
  }

  /** Waits for a reason. Returns true as soon as there is one, and false when the signal is aborted. */
  async next(signal: AbortSignal): Promise<boolean> {
    while (!this.#isPending && !signal.aborted)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    this.#isPending = false
    return !signal.aborted
  }
}

/** Tells whether something accepts connections at the host and port of a URL. Sends nothing. */
export async function acceptsConnections(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80) })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(5_000) })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** How to find out whether a target is up. */
export interface Observation {
  readonly isUp: () => Promise<boolean>
  readonly intervalMs: number
  readonly signal: AbortSignal
}

/** Calls a function each time that the target comes up after it was down. Returns when the signal is aborted. */
export async function onEachStart(onStart: () => void, wasUp: boolean, observation: Observation): Promise<void> {
  const { isUp, intervalMs, signal } = observation
  let before = wasUp
  while (!signal.aborted) {
    const now = await isUp()
    if (now && !before) onStart()
    before = now
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined)
  }
}
