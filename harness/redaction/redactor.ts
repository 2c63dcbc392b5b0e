import QuickLRU from 'quick-lru'
import { encodedForms } from './encodings.ts'
import { findSecrets, isSecretHeader, placeholder } from './secret-patterns.ts'
import { type Span, SubstringIndex } from './substring-index.ts'
import { decodeLayers } from './unescape.ts'

/** Shorter secrets are not redacted: they would match parts of words. */
const minSecretLength = 6
/** Shorter values that a target reveals are redacted where they are revealed, but not searched for elsewhere. */
const minDiscoveredLength = 8
/** Characters of a revealed value that are searched for elsewhere. */
const maxDiscoveredLength = 4_096

/** Texts up to this length are cached with their redacted form, and how many of them. */
const maxCachedLength = 100
const maxCacheEntries = 1_000
/** Longer texts up to this length whose inspection is kept, and how many of them: clients read the same again while they wait. */
const maxInspectedLength = 64 * 1024
const maxInspections = 16

/** Removes secrets from everything that is recorded or printed. Its threat model is in decisions/0014. */
export interface Redactor {
  /** Removes known secrets and values whose context marks them as secret; the latter are known from then on. */
  redact(text: string): string
  /** Redacts the value of a header, whose name may mark it as secret. */
  redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string>
  /** Searches a text for secrets, so that they are known wherever else they appear. */
  scan(text: string): void
  /** Registers a secret. */
  add(secret: string): void
  /** Removes known secrets only. */
  redactKnown(text: string): string
}

/**
 * Creates a redactor. It finds secrets in parts, escaped, percent-encoded and in base64, too.
 * @param secrets values known beforehand, such as the token
 * @param publicValues values that stay visible even when a response calls them secret, such as the tenant's id:
 * otherwise a target could remove them from the whole report
 * @param onDiscovered called with every secret that a text reveals
 */
export function createRedactor(
  secrets: readonly (string | undefined)[],
  publicValues: readonly (string | undefined)[] = [],
  onDiscovered: (secret: string) => void = () => {},
): Redactor {
  const redactor = new IndexRedactor(
    publicValues.filter((value) => value !== undefined),
    onDiscovered,
  )
  for (const secret of secrets) if (secret !== undefined) redactor.add(secret)
  return redactor
}

class IndexRedactor implements Redactor {
  readonly #index = new SubstringIndex()
  readonly #secrets = new Set<string>()
  readonly #publicValues: readonly string[]
  readonly #onDiscovered: (secret: string) => void
  /** The results for the last longer texts: a body is scanned first and redacted a moment later, and read again. */
  readonly #inspections = new QuickLRU<string, readonly Span[]>({ maxSize: maxInspections })
  /** Short texts and their redacted form: names and values of headers repeat in every exchange. */
  readonly #cache = new QuickLRU<string, string>({ maxSize: maxCacheEntries })

  constructor(publicValues: readonly string[], onDiscovered: (secret: string) => void) {
    this.#publicValues = publicValues
      .filter(({ length }) => length >= minDiscoveredLength)
      .map((value) => value.toLowerCase())
    this.#onDiscovered = onDiscovered
  }

  add(secret: string): void {
    if (secret.length >= minSecretLength) this.#register(secret)
  }

  redact(text: string): string {
    const cached = this.#cache.get(text)
    if (cached !== undefined) return cached
    const redacted = replaceSpans(text, this.#inspect(text))
    if (text.length <= maxCachedLength) this.#cache.set(text, redacted)
    return redacted
  }

  redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
    const entries = Object.entries(headers)
    for (const [name, value] of entries)
      if (isSecretHeader(name)) for (const secret of secretsInHeader(name, value)) this.#discover(secret)
    return Object.fromEntries(
      entries.map(([name, value]) => [this.redact(name), isSecretHeader(name) ? placeholder : this.redact(value)]),
    )
  }

  scan(text: string): void {
    this.#inspect(text)
  }

  redactKnown(text: string): string {
    const spans = decodeLayers(text).flatMap((layer) =>
      this.#index.find(layer.text).map(([from, to]): Span => [layer.origin(from), layer.origin(to)]),
    )
    return replaceSpans(text, spans)
  }

  #register(secret: string): void {
    if (this.#secrets.has(secret)) return
    this.#secrets.add(secret)
    this.#cache.clear()
    this.#inspections.clear()
    for (const form of encodedForms(secret)) this.#index.add(form)
  }

  /** Registers a value that a text reveals, and the text within it when it is base64. */
  #discover(value: string): void {
    const secret = value.replace(authorizationScheme, '').slice(0, maxDiscoveredLength)
    if (secret.length < minDiscoveredLength || this.#secrets.has(secret) || this.#containsPublicValue(secret)) return
    this.#register(secret)
    this.#onDiscovered(secret)
    const decoded = base64.test(secret) ? Buffer.from(secret, 'base64').toString('utf8') : ''
    if (printable.test(decoded)) this.#register(decoded)
  }

  #containsPublicValue(secret: string): boolean {
    const text = secret.toLowerCase()
    return this.#publicValues.some((value) => text.includes(value))
  }

  /** Discovers the secrets of a text, and returns where it contains those and known ones. */
  #inspect(text: string): readonly Span[] {
    const inspected = this.#inspections.get(text)
    if (inspected !== undefined) return inspected
    const spans = this.#findAll(text)
    if (text.length > maxCachedLength && text.length <= maxInspectedLength) this.#inspections.set(text, spans)
    return spans
  }

  #findAll(text: string): readonly Span[] {
    const layers = decodeLayers(text).map((layer) => ({ ...layer, secrets: findSecrets(layer.text) }))
    for (const layer of layers)
      for (const { from, to, isValue } of layer.secrets)
        if (isValue) this.#discover(decodeFully(layer.text.slice(from, to)))
    return layers.flatMap((layer) =>
      [...layer.secrets.map(({ from, to }): Span => [from, to]), ...this.#index.find(layer.text)].map(
        ([from, to]): Span => [layer.origin(from), layer.origin(to)],
      ),
    )
  }
}

/** The scheme before the credentials in an Authorization header. */
const authorizationScheme = /^(basic|bearer|digest)\s+/i
const base64 = /^[A-Za-z0-9+/]{12,}={0,2}\s*$/
const printable = /^[\p{L}\p{N}\p{P}\p{S}\s]{8,}$/u

const decodeFully = (text: string): string => decodeLayers(text).at(-1)?.text ?? text

/** The whole value; of a cookie only the values, not the names and attributes. */
const secretsInHeader = (name: string, value: string): readonly string[] =>
  /cookie$/i.test(name)
    ? [...value.matchAll(/(?:^|,\s*)[^=;,\s]+=([^;,\s]+)/g)].map(([, content = '']) => content)
    : [value]

/** Replaces every span, or group of overlapping or adjacent spans, by one placeholder. */
function replaceSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text
  let result = ''
  let copied = 0
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (to <= copied) continue
    if (from > copied || copied === 0) result += text.slice(copied, from) + placeholder
    copied = to
  }
  return result + text.slice(copied)
}
