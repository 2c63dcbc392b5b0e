import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { parseJson, resolvePointer } from '#contract'
import type { Exchange } from '#model'
import { TargetTraits } from '../target-traits.ts'
import { withTextIds } from './text-ids.ts'

interface ParsedBody {
  readonly text: string
  /** Undefined when the text is empty or not JSON. */
  readonly json: unknown
}

const parseBody = (text: string): ParsedBody => ({ text, json: text === '' ? undefined : parseJson(text) })

/** Bodies with at least this many characters are kept compressed, because tests keep many responses. */
const minCompressedLength = 64 * 1024

/** A large body. It is decompressed and parsed when it is read, and may be garbage-collected until it is read again. */
class CompressedBody {
  readonly #compressed: Buffer
  #parsed: WeakRef<ParsedBody>

  constructor(body: ParsedBody) {
    this.#compressed = deflateRawSync(Buffer.from(body.text), { level: constants.Z_BEST_SPEED })
    this.#parsed = new WeakRef(body)
  }

  get body(): ParsedBody {
    const parsed = this.#parsed.deref()
    if (parsed) return parsed
    const body = parseBody(inflateRawSync(this.#compressed).toString())
    this.#parsed = new WeakRef(body)
    return body
  }
}

/** A response as suites read it. Its body may have any shape, so no access throws. */
export class ApiResponse {
  readonly exchange: Exchange
  /** The traits of the target that the run has observed. */
  readonly traits: TargetTraits
  /** The body of the request before it was serialized. */
  readonly sent: unknown
  readonly #body: { readonly body: ParsedBody }
  #content: unknown

  constructor(exchange: Exchange, text: string, traits: TargetTraits = new TargetTraits(), sent?: unknown) {
    this.exchange = exchange
    this.traits = traits
    this.sent = sent
    const body = parseBody(text)
    this.#body = text.length < minCompressedLength ? { body } : new CompressedBody(body)
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

  /** Whether the status is 2xx. */
  get isSuccess(): boolean {
    return this.status >= 200 && this.status < 300
  }

  header(name: string): string | undefined {
    return this.exchange.headers[name.toLowerCase()]
  }

  /** Seconds since the target sent the response, as a cache says (RFC 9111, section 5.1); undefined where none does. */
  get age(): number | undefined {
    const age = this.header('age')
    return age === undefined ? undefined : Number(age)
  }

  /** Whether a cache sent the response, which may be out of date. */
  get isFromCache(): boolean {
    return (this.age ?? 0) > 0
  }

  /** The parsed body with ids as strings, even where the target sends numbers. The contract validates `json`. */
  get content(): unknown {
    if (!this.traits.hasNumericIds) return this.json
    this.#content ??= withTextIds(this.json)
    return this.#content
  }

  /** Returns the value at a pointer such as `body/server/id`, or undefined. */
  at(pointer: string): unknown {
    return resolvePointer(this.content, pointer)
  }

  /** Returns the string at a pointer; undefined when there is no value or another type. */
  string(pointer: string): string | undefined {
    const value = this.at(pointer)
    return typeof value === 'string' ? value : undefined
  }

  /** Returns the id at a pointer as text, even if it is a number; the property's own requirement covers its type. */
  id(pointer: string): string | undefined {
    const value = this.at(pointer)
    return typeof value === 'number' ? String(value) : this.string(pointer)
  }

  /** Returns the array at a pointer; empty when there is no value or another type. */
  array(pointer: string): readonly unknown[] {
    const value = this.at(pointer)
    return Array.isArray(value) ? value : []
  }
}
