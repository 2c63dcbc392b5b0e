import { BodyTooLarge } from './errors.ts'

/** A request as the emulator sees it, whether it came by a socket or by `fetch`. */
export interface EmulatorRequest {
  readonly method: string
  /** Absolute, and found to be a URL. */
  readonly url: string
  /** The value of a header by its name in lower case; undefined where there is none. */
  header(name: string): string | undefined
  /**
   * The bytes of the body, of which no more than `limit` are ever held. Whoever asks again gets the same ones.
   * @throws BodyTooLarge, and whatever error ends a body early
   */
  read(limit: number): Promise<Uint8Array>
}

/** Whether a body is as long as its header says it is. */
export function isDeclaredLonger(message: EmulatorRequest, limit: number): boolean {
  return Number(message.header('content-length') ?? 0) > limit
}

/** The request of somebody who has the emulator at hand. */
export function fromFetch(request: Request): EmulatorRequest {
  let bytes: Promise<Uint8Array> | undefined
  return {
    method: request.method,
    url: request.url,
    header: (name) => request.headers.get(name) ?? undefined,
    read: (limit) => {
      bytes ??= readAll(request, limit)
      return bytes
    },
  }
}

async function readAll(request: Request, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > limit) throw new BodyTooLarge(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
