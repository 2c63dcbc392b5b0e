import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { UsageError } from '../../errors.ts'

/** A YAML or JSON file, still knowing where each of its values stands. */
export interface Source {
  readonly file: string
  /** The environment's values are filled in, ids that look like numbers are text. */
  readonly value: unknown
  /** `settings.yaml:3:5 /resources/flavor`: the place of a value, or of a key in the object that the pointer names. */
  place(pointer: string, key?: string): string
}

/** The parts of a config file whose scalars are ids, names and URLs: a flavor `1`, a tenant of digits alone. */
const textual = ['target', 'auth', 'other', 'resources', 'services']

/** What reading depends on besides the file. */
export interface Environment {
  readonly env: NodeJS.ProcessEnv
  /** Where relative paths begin. */
  readonly cwd: string
}

/** The text of a file. Throws a UsageError when it cannot be read. */
export function readText(file: string, cwd = process.cwd()): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const reason = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${String(code)})`
    throw new UsageError(`${file}: ${reason}`, { cause })
  }
}

/** `${NAME}` → its value; `$${` → `${`. */
function fillIn(text: string, lookUp: (name: string) => string): string {
  return text.replace(/\$?\$\{([^}]*)\}/g, (whole, name: string) =>
    whole.startsWith('$$') ? whole.slice(1) : lookUp(name),
  )
}

function offsetOf(document: Document, pointer: string, key: string | undefined): number | undefined {
  const path = pointer.split('/').slice(1)
  const node = path.length === 0 ? document.contents : document.getIn(path, true)
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key)
    if (isNode(pair?.key)) return pair.key.range?.[0]
  }
  return isNode(node) ? node.range?.[0] : undefined
}

/** Throws a UsageError for a file that cannot be read or parsed, and for a variable that is not set. */
export function readSource(file: string, { env, cwd }: Environment): Source {
  const lines = new LineCounter()
  const document = parseDocument(readText(file, cwd), { lineCounter: lines, prettyErrors: false })
  const spot = (offset: number | undefined) => {
    if (offset === undefined) return file
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const flaw = document.errors[0]
  if (flaw) throw new UsageError(`${spot(flaw.pos[0])}: not valid YAML or JSON: ${flaw.message}`, { cause: flaw })
  visit(document, {
    Scalar(position, node, ancestors) {
      if (position === 'key') return
      const section = isPair(ancestors[2]) && isScalar(ancestors[2].key) ? ancestors[2].key.value : undefined
      const isId = textual.some((name) => name === section)
      if (typeof node.value === 'number' && node.source !== undefined && isId) node.value = node.source
      if (typeof node.value !== 'string') return
      node.value = fillIn(node.value, (name) => {
        const value = env[name]
        if (value === undefined || value === '')
          throw new UsageError(`${spot(node.range?.[0])}: the environment variable ${name} is not set`)
        return value
      })
    },
  })
  return {
    file,
    value: document.toJS(),
    place: (pointer, key) => {
      const whole = key === undefined ? pointer : `${pointer}/${key}`
      return [spot(offsetOf(document, pointer, key)), whole].filter((part) => part !== '').join(' ')
    },
  }
}
