import type { Exchange } from './evidence.ts'

/** The value a pointer such as `body/server/name` leads to, or undefined. Array elements are numbers, `~1` is a slash. */
export function follow(root: unknown, pointer: string): unknown {
  let node = root
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined
    node = Object.entries(node).find(([name]) => name === key)?.[1]
  }
  return node
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An answer as suites look at it. Nothing in it is trusted: every look returns what is there, or undefined. */
export class Answer {
  readonly exchange: Exchange
  readonly text: string
  /** The parsed body; undefined when it is empty or not JSON. */
  readonly json: unknown

  constructor(exchange: Exchange, text: string) {
    this.exchange = exchange
    this.text = text
    this.json = parse(text)
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
