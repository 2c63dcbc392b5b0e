import type { Exchange, Finding } from '#model'
import { sanitizeBlock } from '../../../text/sanitize.ts'

/** A line of a comparison: as it is, as it should be, or what surrounds it. */
export interface DiffLine {
  readonly kind: 'context' | 'expected' | 'actual'
  readonly text: string
}

interface JsonLine {
  readonly pointer: string
  readonly text: string
}

/** Lines shown on either side of the node. */
const context = 3

/** Lines of the node itself; a longer one is cut. */
const maxNodeLines = 8

const escapeKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

/** Formats a value as indented JSON, each line with the pointer of the node that it belongs to. */
function* linesOf(value: unknown, pointer: string, prefix: string, indent: string, end: string): Generator<JsonLine> {
  if (typeof value !== 'object' || value === null) {
    yield { pointer, text: `${indent}${prefix}${JSON.stringify(value)}${end}` }
    return
  }
  const isList = Array.isArray(value)
  const entries = Object.entries(value)
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) {
    yield { pointer, text: `${indent}${prefix}${open}${close}${end}` }
    return
  }
  yield { pointer, text: `${indent}${prefix}${open}` }
  for (const [position, [key, member]] of entries.entries()) {
    const comma = position < entries.length - 1 ? ',' : ''
    const label = isList ? '' : `${JSON.stringify(key)}: `
    yield* linesOf(member, `${pointer}/${escapeKey(key)}`, label, `${indent}  `, comma)
  }
  yield { pointer, text: `${indent}${close}${end}` }
}

/** Returns the value at a pointer, which begins with the name of the root. */
function resolve(root: unknown, pointer: string): unknown {
  let node = root
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof node !== 'object' || node === null) return undefined
    node = Object.getOwnPropertyDescriptor(node, key)?.value
  }
  return node
}

const isWithin = (pointer: string, node: string): boolean => pointer === node || pointer.startsWith(`${node}/`)

const indentOf = (text: string): string => /^ */.exec(text)?.[0] ?? ''

const asContext = (part: readonly JsonLine[]): DiffLine[] => part.map(({ text }) => ({ kind: 'context', text }))

/**
 * Tells whether the finding quotes the value, perhaps its beginning. Otherwise it says something about it, such as what
 * it was before.
 */
function quotes(actual: string, value: unknown): boolean {
  const json = JSON.stringify(value)
  return actual === json || actual === value || (actual.endsWith('...') && json.startsWith(actual.slice(0, -3)))
}

/**
 * Returns the lines of the node with what surrounds them, then the expectation, and before it what the finding says of
 * the node.
 */
function around(
  lines: readonly JsonLine[],
  node: string,
  { expected, actual }: Finding,
  value: unknown,
): readonly DiffLine[] {
  const first = lines.findIndex(({ pointer }) => isWithin(pointer, node))
  if (first < 0) return aroundMissing(lines, node, actual, expected)
  const last = lines.findLastIndex(({ pointer }) => isWithin(pointer, node))
  const own = lines.slice(first, last + 1).map(({ text }) => text)
  const indent = indentOf(own[0] ?? '')
  const key = /^\s*("(?:[^"\\]|\\.)*": )/.exec(own[0] ?? '')?.[1] ?? ''
  const isQuoted = quotes(actual, resolve(value, node))
  const kind = isQuoted ? 'actual' : 'context'
  return [
    ...asContext(lines.slice(Math.max(0, first - context), first)),
    ...own.slice(0, maxNodeLines).map((text): DiffLine => ({ kind, text })),
    ...(own.length > maxNodeLines ? [{ kind, text: `${indent}  …` } as const] : []),
    ...(isQuoted ? [] : [{ kind: 'actual', text: `${indent}${key}${actual}` } as const]),
    { kind: 'expected', text: `${indent}${key}${expected}` },
    ...asContext(lines.slice(last + 1, last + 1 + context)),
  ]
}

/** Shows a missing node as a line of the closest existing node above it. */
function aroundMissing(
  lines: readonly JsonLine[],
  node: string,
  actual: string,
  expected: string,
): readonly DiffLine[] {
  const parent = node.slice(0, Math.max(0, node.lastIndexOf('/')))
  const first = lines.findIndex(({ pointer }) => pointer === parent)
  if (first < 0 && parent !== '') return aroundMissing(lines, parent, actual, expected)
  const key = node
    .slice(node.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')
  const at = Math.max(0, first)
  const indent = `${indentOf(lines[at]?.text ?? '')}  `
  return [
    ...asContext(lines.slice(Math.max(0, at - 1), at + 1)),
    { kind: 'actual', text: `${indent}"${key}": ${actual}` },
    { kind: 'expected', text: `${indent}"${key}": ${expected}` },
    ...asContext(lines.slice(at + 1, at + 1 + context)),
  ]
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function unsanitizedDiff(finding: Finding, exchange: Exchange | undefined): readonly DiffLine[] {
  const { at, expected, actual } = finding
  const header = /^headers\/(.+)$/.exec(at)?.[1]
  const label = (text: string): string => {
    // A status may also be described in words.
    if (at === 'status') return /^\d/.test(text) ? 'HTTP ' : ''
    return header === undefined ? '' : `${header}: `
  }
  const both: readonly DiffLine[] = [
    { kind: 'actual', text: label(actual) + actual },
    { kind: 'expected', text: label(expected) + expected },
  ]
  const body = exchange?.body
  if (!/^body(\/|$)/.test(at) || body === undefined) return both
  const value = parsed(body)
  if (typeof value !== 'object' || value === null || at === 'body') return both
  return around([...linesOf(value, 'body', '', '', '')], at, finding, value)
}

/**
 * Returns the expected and the actual value at the place that a finding is about; for a node of a JSON body, among the
 * lines around it. Sanitized.
 */
export const nodeDiff = (finding: Finding, exchange: Exchange | undefined): readonly DiffLine[] =>
  unsanitizedDiff(finding, exchange).map(({ kind, text }) => ({ kind, text: sanitizeBlock(text) }))
