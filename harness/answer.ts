import type { Exchange } from './evidence.ts'

/** The value a pointer such as `body/server/name` leads to, or undefined. Array elements are numbers, `~1` is a slash. */
export function follow(root: unknown, pointer: string): unknown {
  let node = root
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined
    node = Reflect.get(node, key)
  }
  return node
}

interface Parsed {
  readonly value: unknown
}

function parse(text: string): Parsed {
  try {
    return { value: text === '' ? undefined : JSON.parse(text) }
  } catch {
    return { value: undefined }
  }
}

/** From so many characters on, what a text was parsed to may be forgotten between two looks: tests hold on to many answers. */
const long = 64 * 1024

/** An answer as suites look at it. Nothing in it is trusted: every look returns what is there, or undefined. */
export class Answer {
  readonly exchange: Exchange
  readonly text: string
  #parsed: Parsed | WeakRef<Parsed>

  constructor(exchange: Exchange, text: string) {
    this.exchange = exchange
    this.text = text
    this.#parsed = { value: undefined }
    this.#read()
  }

  #read(): Parsed {
    const parsed = parse(this.text)
    this.#parsed = this.text.length < long ? parsed : new WeakRef(parsed)
    return parsed
  }

  /** The parsed body; undefined when it is empty or not JSON. */
  get json(): unknown {
    const known = this.#parsed instanceof WeakRef ? this.#parsed.deref() : this.#parsed
    return (known ?? this.#read()).value
  }

  get status(): number {
    return this.exchange.status
  }

  get succeeded(): boolean {
    return this.status >= 200 && this.status < 300
  }

  header(name: string): string | undefined {
    return this.exchange.headers[name.toLowerCase()]
  }

  /** The value at `body/…`, or undefined. */
  at(pointer: string): unknown {
    return follow(this.json, pointer)
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
