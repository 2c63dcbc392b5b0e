import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Scalar, visit } from 'yaml'
import { UsageError } from '../errors.ts'
import { readText } from './read-text.ts'

/** A parsed YAML or JSON file that can tell the position of each value. */
export interface SourceFile {
  readonly file: string
  /** The content. Environment variables are substituted, and ids that look like numbers are strings. */
  readonly value: unknown
  /** `settings.yaml:3:5 /resources/flavor`: the position of a value, or of a key in the object at the pointer. */
  locate(pointer: string, key?: string): string
}

/** The environment variables and the folder that relative paths refer to. */
export interface Environment {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
}

/** Sections of a config file whose scalars are ids, names and URLs: a flavor `1`, a tenant id of digits only. */
const textSections = ['target', 'auth', 'other', 'resources', 'services']

/** Replaces `${NAME}` by the value of the variable, and `$${` by `${`. */
function substitute(text: string, lookUp: (name: string) => string): string {
  return text.replace(/\$?\$\{([^}]*)\}/g, (match, name: string) =>
    match.startsWith('$$') ? match.slice(1) : lookUp(name),
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

/** Parses a document. Throws a UsageError if its aliases expand to more than fits into memory. */
function contentOf(document: Document, file: string): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${file}: not valid YAML or JSON: ${yamlProblem(reason)}`, { cause })
  }
}

/** Returns the reason that the YAML parser gives, in words for the author of the file. */
export function yamlProblem(message: string): string {
  if (message.startsWith('Maximum call stack')) return 'it is nested too deeply'
  // The second part of some messages is advice for users of the parser's API.
  const [reason = ''] = message.split('; ')
  return reason
}

/**
 * The maximum length of a file in characters, more than any of these files needs. The parser compares each key of an object with all others,
 * which takes minutes for longer files.
 */
const maxLength = 1_000_000

function readLimited(file: string, cwd: string): string {
  const text = readText(file, cwd)
  if (text.length > maxLength)
    throw new UsageError(`${file}: has ${text.length} characters; expected at most ${maxLength}`)
  // Neither occurs in text: the first is not allowed in YAML and JSON, the second replaces bytes that are not UTF-8.
  if (/[\0\ufffd]/.test(text)) throw new UsageError(`${file}: is not UTF-8 text; expected YAML or JSON`)
  return text
}

/** Returns the value of an environment variable, or the problem if it is not set or the name is invalid. */
function variable(env: NodeJS.ProcessEnv, name: string): string | { readonly problem: string } {
  // The text is not quoted, because it may be part of a password.
  if (!/^[A-Za-z_]\w*$/.test(name))
    return { problem: `expected the name of an environment variable in \${…}; $\${ stands for the characters \${` }
  return env[name] || { problem: `the environment variable ${name} is not set` }
}

/** Substitutes the variables in the strings of a document, and turns ids that look like numbers into strings. */
function replaceScalars(document: Document, valueOfVariable: (name: string, node: Scalar) => string): void {
  visit(document, {
    Scalar(role, node, ancestors) {
      if (role === 'key') return
      const section = isPair(ancestors[2]) && isScalar(ancestors[2].key) ? ancestors[2].key.value : undefined
      const isText = textSections.some((name) => name === section)
      if (typeof node.value === 'number' && node.source !== undefined && isText) node.value = node.source
      if (typeof node.value === 'string') node.value = substitute(node.value, (name) => valueOfVariable(name, node))
    },
  })
}

/**
 * Reads a YAML or JSON file and substitutes the environment variables in its strings. Throws a UsageError with file, line and
 * column when the file cannot be read or parsed, is too long, or names a variable that is not set.
 */
export function readSource(file: string, { env, cwd }: Environment): SourceFile {
  const lines = new LineCounter()
  const document = parseDocument(readLimited(file, cwd), { lineCounter: lines, prettyErrors: false })
  const position = (offset: number | undefined): string => {
    if (offset === undefined) return file
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const [error] = document.errors
  if (error) {
    const reason = yamlProblem(error.message)
    throw new UsageError(`${position(error.pos[0])}: not valid YAML or JSON: ${reason}`, { cause: error })
  }
  const valueOfVariable = (name: string, node: Scalar): string => {
    const value = variable(env, name)
    if (typeof value === 'string') return value
    throw new UsageError(`${position(node.range?.[0])}: ${value.problem}`)
  }
  replaceScalars(document, valueOfVariable)
  return {
    file,
    value: contentOf(document, file),
    locate: (pointer, key) => {
      const path = key === undefined ? pointer : `${pointer}/${key}`
      return [position(offsetOf(document, pointer, key)), path].filter((part) => part !== '').join(' ')
    },
  }
}
