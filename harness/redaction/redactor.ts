/** Takes secrets out of whatever is recorded: reports, logs, the journal and curl lines show none. */

import { encodedForms } from './encodings.ts'
import { findSecrets, isSecretHeader, placeholder } from './secret-patterns.ts'
import { type Span, SubstringIndex } from './substring-index.ts'
import { decodeLayers } from './unescape.ts'

export { placeholder } from './secret-patterns.ts'

/** Shorter values are not looked for: they would be found in words. */
const leastKnown = 6
/** Values that a target gives are looked for elsewhere from this length on. */
const leastLearnt = 8
/** Of longer values only the beginning is looked for elsewhere. */
const mostLearnt = 4_096

/** Texts that are kept together with what became of them: their length, and how many. */
const longestDone = 100
const mostDone = 2_000

export interface Redactor {
  /** A text without the secrets in it, those known and those that its own form gives away; the latter are known from then on. */
  redact(text: string): string
  /** The same for the values of headers, by their names too. */
  redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string>
  /** Looks through a text for secrets, to know them wherever else they turn up. */
  scan(text: string): void
  /** Knows a value from now on. */
  add(secret: string): void
  /** A text without the values that are known, whatever else it gives away. */
  redactKnown(text: string): string
}

/**
 * `secrets` are values known beforehand, such as the token; `harmless` are values that are no secret even when a target says
 * so, such as the tenant's id: else it could take them out of the report. `onLearnt` hears of every value that a text gave
 * away. Secrets are found in pieces, escaped, percent-encoded and in base64 too.
 */
export function createRedactor(
  secrets: readonly (string | undefined)[],
  harmless: readonly (string | undefined)[] = [],
  onLearnt: (secret: string) => void = () => {},
): Redactor {
  const needles = new SubstringIndex()
  /** Short texts and what became of them. Names and values of headers are the same in exchange after exchange. */
  const done = new Map<string, string>()
  const open = harmless.filter((value) => value !== undefined && value.length >= leastLearnt)
  const known = new Set<string>()
  const know = (secret: string) => {
    if (known.has(secret)) return
    known.add(secret)
    done.clear()
    for (const disguise of encodedForms(secret)) needles.add(disguise)
  }
  const knowAny = (secret: string) => {
    if (secret.length >= leastKnown) know(secret)
  }
  for (const secret of secrets) if (secret !== undefined) knowAny(secret)

  const learnValue = (value: string) => {
    const told = value.replace(scheme, '').slice(0, mostLearnt)
    if (told.length < leastLearnt || known.has(told) || open.some((value) => isWithin(value, told))) return
    know(told)
    onLearnt(told)
    const inner = isBase64(told) ? Buffer.from(told, 'base64').toString('utf8') : ''
    if (/^[\p{L}\p{N}\p{P}\p{S}\s]{8,}$/u.test(inner)) know(inner)
  }
  const inspect = (text: string): Span[] => {
    const read = decodeLayers(text).map((reading) => ({ ...reading, told: findSecrets(reading.text) }))
    for (const { text: own, told } of read)
      for (const { from, to, isValue } of told) if (isValue) learnValue(plain(own.slice(from, to)))
    return read.flatMap(({ text: own, origin, told }) =>
      [...told.map(({ from, to }): Span => [from, to]), ...needles.find(own)].map(
        ([from, to]): Span => [origin(from), origin(to)],
      ),
    )
  }
  const redact = (value: string): string => {
    const before = done.get(value)
    if (before !== undefined) return before
    const clean = without(value, inspect(value))
    if (value.length <= longestDone) {
      if (done.size >= mostDone) done.clear()
      done.set(value, clean)
    }
    return clean
  }

  return {
    redact,
    add: knowAny,
    redactKnown: (value) =>
      without(
        value,
        decodeLayers(value).flatMap(({ text: own, origin }) =>
          needles.find(own).map(([from, to]): Span => [origin(from), origin(to)]),
        ),
      ),
    scan: (value) => void inspect(value),
    redactHeaders: (headers) => {
      const entries = Object.entries(headers)
      for (const [name, value] of entries) if (isSecretHeader(name)) learnHeader(name, value, learnValue)
      return Object.fromEntries(
        entries.map(([name, value]) => [redact(name), isSecretHeader(name) ? placeholder : redact(value)]),
      )
    },
  }
}

/** In either case: hexadecimal digits are looked for in both. */
const isWithin = (value: string | undefined, text: string): boolean =>
  value !== undefined && text.toLowerCase().includes(value.toLowerCase())

/** What stands before the credentials in an authorization. */
const scheme = /^(basic|bearer|digest)\s+/i

const isBase64 = (value: string): boolean => /^[A-Za-z0-9+/]{12,}={0,2}\s*$/.test(value)

/** A value without the escapes that its place in JSON demanded. */
const plain = (value: string): string => decodeLayers(value).at(-1)?.text ?? value

/** Of a cookie the value is secret, not its attributes. */
function learnHeader(name: string, value: string, learn: (value: string) => void): void {
  if (/cookie$/i.test(name)) {
    for (const [, content = ''] of value.matchAll(/(?:^|,\s*)[^=;,\s]+=([^;,\s]+)/g)) learn(content)
  } else learn(value)
}

/** The text with every span replaced by the one word. */
function without(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text
  let clean = ''
  let copied = 0
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (to <= copied) continue
    if (from > copied || copied === 0) clean += text.slice(copied, from) + placeholder
    copied = to
  }
  return clean + text.slice(copied)
}
