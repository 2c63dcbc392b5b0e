import { BodyTooLarge } from './errors.ts'

/** A request, from a socket or from `fetch`. */
export interface EmulatorRequest {
  readonly method: string
  /** A valid absolute URL. */
  readonly url: string
  /** Returns the value of a header by its lower-case name; undefined when it is missing. */
  header(name: string): string | undefined
  /**
   * Returns the bytes of the body; at most `limit` are held in memory. Later calls return the same bytes.
   * @throws BodyTooLarge, and the error of a body that ends early
   */
  read(limit: number): Promise<Uint8Array>
}

/** Tells whether the content-length header exceeds a limit in bytes. */
export function isDeclaredLonger(request: EmulatorRequest, limit: number): boolean {
  return Number(request.header('content-length') ?? 0) > limit
}

/** Converts a request of the fetch API. */
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
