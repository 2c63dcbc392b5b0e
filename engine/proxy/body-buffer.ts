import { isUtf8 } from 'node:buffer'

/** How many bytes of a body are kept for the comparison; the rest is forwarded only. */
export const maxBodyBytes = 16 * 1024 * 1024

/** Collects the chunks of a body that is forwarded at the same time, up to a limit. */
export class BodyBuffer {
  #chunks: Uint8Array[] = []
  #size = 0
  #isComplete = true

  /** Adds a chunk. Returns the chunks collected before if this one is the first that exceeds the limit. */
  add(chunk: Uint8Array): Buffer | undefined {
    this.#size += chunk.length
    if (this.#size <= maxBodyBytes) {
      this.#chunks.push(chunk)
      return undefined
    }
    const held = this.#isComplete ? this.bytes : undefined
    this.#isComplete = false
    this.#chunks = []
    return held
  }

  /** False when the body was longer than the limit. */
  get isComplete(): boolean {
    return this.#isComplete
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  /** The text, and whether its bytes are UTF-8. */
  get decoded(): { readonly text: string; readonly isUtf8: boolean } {
    const { bytes } = this
    return { text: bytes.toString('utf8'), isUtf8: isUtf8(bytes) }
  }
}
