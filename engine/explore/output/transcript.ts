import type { Exchange } from '#model'

/** A state that a script waits for. */
export type AwaitedState =
  | { readonly server: string; readonly status: string }
  | { readonly deletedServer: string }
  | { readonly volume: string; readonly status: string }

/**
 * A value of a response that later requests need: the name of the shell variable, and the jq filter that finds it in the body. Without a
 * filter it is the id at the end of the header Location.
 */
export interface Binding {
  readonly variable: string
  readonly value: string
  readonly filter?: string
}

export type TranscriptEntry =
  | { readonly kind: 'step'; readonly text: string }
  | { readonly kind: 'request'; readonly exchange: Exchange; readonly binding?: Binding }
  | { readonly kind: 'wait'; readonly state: AwaitedState }

/** The part of a walk that a script has to repeat: the requests that change something, and the waits. */
export class Transcript {
  readonly entries: TranscriptEntry[] = []

  step(text: string): void {
    this.entries.push({ kind: 'step', text })
  }

  request(exchange: Exchange, binding?: Binding): void {
    this.entries.push({ kind: 'request', exchange, ...(binding && { binding }) })
  }

  /** Stores a value of the response to the last request in a variable, because later requests need it. */
  bind(binding: Binding): void {
    const at = this.entries.findLastIndex(({ kind }) => kind === 'request')
    const entry = this.entries[at]
    if (entry?.kind === 'request') this.entries[at] = { ...entry, binding }
  }

  wait(state: AwaitedState): void {
    this.entries.push({ kind: 'wait', state })
  }
}
