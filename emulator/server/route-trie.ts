/** An operation that matches a request, and the parameters of its path. */
export interface Route<Operation> {
  readonly operation: Operation
  /** The decoded value of a parameter; '' for a name that the path does not have. */
  readonly param: (name: string) => string
}

interface Entry<Operation> {
  readonly operation: Operation
  readonly names: readonly string[]
}

interface Node<Operation> {
  readonly literals: Map<string, Node<Operation>>
  /** Matches any segment that is not empty. */
  parameter: Node<Operation> | undefined
  readonly entries: Map<string, Entry<Operation>>
}

const createNode = <Operation>(): Node<Operation> => ({ literals: new Map(), parameter: undefined, entries: new Map() })

/**
 * Routes a method and a path such as `/servers/:server` to an operation. A literal segment takes precedence over a parameter,
 * per method. Paths are compared as sent: an empty segment, a slash at the end or a percent-encoded literal does not match.
 * decisions/0013 compares it with published routers.
 */
export class RouteTrie<Operation> {
  readonly #root = createNode<Operation>()

  /** Adds an operation. The first of two with the same method and path is kept. */
  add(method: string, path: string, operation: Operation): void {
    let node = this.#root
    const names: string[] = []
    for (const segment of path.split('/').slice(1)) {
      if (segment.startsWith(':')) {
        names.push(segment.slice(1))
        node.parameter ??= createNode()
        node = node.parameter
      } else {
        const next = node.literals.get(segment) ?? createNode<Operation>()
        node.literals.set(segment, next)
        node = next
      }
    }
    if (!node.entries.has(method)) node.entries.set(method, { operation, names })
  }

  find(method: string, path: string): Route<Operation> | undefined {
    const values: string[] = []
    const entry = findEntry(this.#root, method, path, 0, values)
    return entry && { operation: entry.operation, param: (name) => decode(values[entry.names.indexOf(name)] ?? '') }
  }

  /** Returns the methods that the path has an operation for: what `Allow` lists in a 405 response. Empty for an unknown path. */
  methodsOf(path: string): readonly string[] {
    const segments = path.split('/').slice(1)
    const nodes = segments.reduce<readonly Node<Operation>[]>(
      (current, segment) => current.flatMap((node) => nextNodes(node, segment)),
      path === '' ? [] : [this.#root],
    )
    return [...new Set(nodes.flatMap(({ entries }) => [...entries.keys()]))]
  }
}

function nextNodes<Operation>({ literals, parameter }: Node<Operation>, segment: string): readonly Node<Operation>[] {
  return [literals.get(segment), segment === '' ? undefined : parameter].filter((node) => node !== undefined)
}

/** Continues at the slash at `from`; pushes the values of parameters onto `values`. */
function findEntry<Operation>(
  node: Node<Operation>,
  method: string,
  path: string,
  from: number,
  values: string[],
): Entry<Operation> | undefined {
  if (from === path.length) return node.entries.get(method)
  const slash = path.indexOf('/', from + 1)
  const end = slash === -1 ? path.length : slash
  const segment = path.slice(from + 1, end)
  const literal = node.literals.get(segment)
  const entry = literal && findEntry(literal, method, path, end, values)
  if (entry !== undefined || node.parameter === undefined || segment === '') return entry
  values.push(segment)
  const parametric = findEntry(node.parameter, method, path, end, values)
  if (parametric === undefined) values.pop()
  return parametric
}

function decode(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
