import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Exchange } from '#model'

/** The value a pointer such as `body/server/name` leads to, or undefined. Array elements are numbers, `~1` is a slash. */
export function resolvePointer(root: unknown, pointer: string): unknown {
  let node = root
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined
    node = Reflect.get(node, key)
  }
  return node
}

/** A body as it was received, and what it says. */
interface Body {
  readonly text: string
  /** Undefined when it is empty or not JSON. */
  readonly json: unknown
}

function parseText(text: string): Body {
  try {
    return { text, json: text === '' ? undefined : JSON.parse(text) }
  } catch {
    return { text, json: undefined }
  }
}

/** Tests hold on to many answers: a body of so many characters is kept packed, and unpacked when it is looked at again. */
const long = 64 * 1024

/** A long body. As long as nobody looks at it, it takes as little memory as can be. */
class CompressedBody {
  readonly #packed: Buffer
  #open: WeakRef<Body>

  constructor(body: Body) {
    this.#packed = deflateRawSync(Buffer.from(body.text), { level: constants.Z_BEST_SPEED })
    this.#open = new WeakRef(body)
  }

  get body(): Body {
    const known = this.#open.deref()
    if (known) return known
    const body = parseText(inflateRawSync(this.#packed).toString())
    this.#open = new WeakRef(body)
    return body
  }
}

/** An answer as suites look at it. Nothing in it is trusted: every look returns what is there, or undefined. */
export class ApiResponse {
  readonly exchange: Exchange
  readonly #body: { readonly body: Body }

  constructor(exchange: Exchange, text: string) {
    this.exchange = exchange
    const body = parseText(text)
    this.#body = text.length < long ? { body } : new CompressedBody(body)
  }

  get text(): string {
    return this.#body.body.text
  }

  /** The parsed body; undefined when it is empty or not JSON. */
  get json(): unknown {
    return this.#body.body.json
  }

  get status(): number {
    return this.exchange.status
  }

  get isSuccess(): boolean {
    return this.status >= 200 && this.status < 300
  }

  header(name: string): string | undefined {
    return this.exchange.headers[name.toLowerCase()]
  }

  /** The value at `body/…`, or undefined. */
  at(pointer: string): unknown {
    return resolvePointer(this.json, pointer)
  }

  /** The string at `body/…`, or undefined when there is none or something else. */
  string(pointer: string): string | undefined {
    const value = this.at(pointer)
    return typeof value === 'string' ? value : undefined
  }

  /** The array at `body/…`; empty when there is none or something else. */
  array(pointer: string): readonly unknown[] {
    const value = this.at(pointer)
    return Array.isArray(value) ? value : []
  }
}
