import { jsonPreview } from '../spec/json-preview.ts'
import { acceptsType, type SchemaNode } from '../spec/schema-node.ts'

/** One place where data departs from its schema, and the requirement it is charged to. */
export interface Violation {
  readonly requirement: string
  /** JSON pointer from the body's root, `body/server/status`. */
  readonly at: string
  readonly expected: string
  readonly actual: string
}

/** What looking at a body against its schema brought to light. */
export interface BodyValidation {
  readonly violations: readonly Violation[]
  /** Requirements whose node data reached, whether it was right or not. */
  readonly reached: ReadonlySet<string>
  /** Documented properties seen, with `*` for array elements and free keys. */
  readonly properties: ReadonlySet<string>
  /** Properties the schema does not know. */
  readonly undocumentedProperties: ReadonlySet<string>
}

/** Of one requirement in one body: what a list of a thousand broken elements adds to these tells nobody more. */
const maxViolations = 5
/** Properties of one body that no schema knows, and characters of a pointer to one; a target may invent them without end. */
const maxUndocumented = 100
const maxPointerLength = 200

const absent = Symbol('absent')
const missing = 'nothing: the property is missing'

const shortened = (pointer: string): string =>
  pointer.length <= maxPointerLength ? pointer : `${pointer.slice(0, maxPointerLength - 1)}…`

const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

/**
 * Walks a body along its schema. A wrong value is charged to the nearest requirement at or above its node; a missing
 * property that must be there is charged to the property's own requirement.
 */
export function validateBody(schema: SchemaNode, body: unknown): BodyValidation {
  const violations: Violation[] = []
  const reached = new Set<string>()
  const properties = new Set<string>()
  const undocumented = new Set<string>()

  const counts = new Map<string, number>()
  const charge = (requirement: string | undefined, at: string, expected: string, value: unknown): void => {
    const before = counts.get(requirement ?? '') ?? 0
    if (requirement === undefined || before >= maxViolations) return
    counts.set(requirement, before + 1)
    violations.push({
      requirement,
      at: shortened(at),
      expected,
      actual: value === absent ? missing : jsonPreview(value),
    })
  }

  function visitMembers(
    node: SchemaNode,
    value: object,
    at: string,
    pattern: string,
    inherited: string | undefined,
  ): void {
    const has = (name: string): boolean => Object.hasOwn(value, name)
    for (const name of node.required) {
      const child = node.properties.get(name)
      if (has(name) || child?.allowsAbsence) continue
      if (child?.requirement) reached.add(child.requirement)
      charge(child?.requirement ?? inherited, `${at}/${pointerPart(name)}`, child?.expected ?? 'a value', absent)
    }
    for (const [name, child] of node.properties) {
      if (!has(name) && child.allowsAbsence && child.requirement) reached.add(child.requirement)
    }
    // Not by entries: a target may send tens of thousands of members, and in most of them there is nothing to look at.
    for (const name in value) {
      if (!has(name)) continue
      const inner: unknown = Reflect.get(value, name)
      const child = node.properties.get(name)
      if (child) {
        properties.add(`${pattern}/${pointerPart(name)}`)
        visit(child, inner, `${at}/${pointerPart(name)}`, `${pattern}/${pointerPart(name)}`, inherited)
      } else if (node.additionalProperties)
        visit(node.additionalProperties, inner, `${at}/${pointerPart(name)}`, `${pattern}/*`, inherited)
      else if (node.properties.size > 0 && undocumented.size < maxUndocumented)
        undocumented.add(shortened(`${pattern}/${pointerPart(name)}`))
    }
  }

  function visit(node: SchemaNode, value: unknown, at: string, pattern: string, above: string | undefined): void {
    const requirement = node.requirement ?? above
    if (node.requirement) reached.add(node.requirement)
    if (!node.isValid(value)) {
      charge(requirement, at, node.expected, value)
      return
    }
    if (node.alternatives.length > 0) {
      const open = node.alternatives.filter((branch) => acceptsType(branch, value))
      const fitting = open.find((branch) => branch.isValid(value)) ?? open[0]
      if (!fitting) charge(requirement, at, node.expected, value)
      else visit(fitting, value, at, pattern, requirement)
    }
    if (Array.isArray(value)) {
      const { items } = node
      if (items)
        for (const [index, inner] of value.entries()) visit(items, inner, `${at}/${index}`, `${pattern}/*`, requirement)
    } else if (typeof value === 'object' && value !== null) visitMembers(node, value, at, pattern, requirement)
  }

  visit(schema, body, 'body', 'body', undefined)
  return { violations, reached, properties, undocumentedProperties: undocumented }
}
