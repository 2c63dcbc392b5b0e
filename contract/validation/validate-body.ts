import { escapePointerKey } from '../spec/json-pointer.ts'
import { acceptsType, type SchemaNode } from '../spec/schema-node.ts'
import type { Location, ViolationCollector } from './violation-collector.ts'

const missingProperty = 'nothing: the property is missing'

/** A place in the schema of the body, the same for all elements of a list. Its text is made once, however long the list is. */
class PatternNode {
  readonly text: string
  readonly #children = new Map<string, PatternNode>()

  constructor(text: string) {
    this.text = text
  }

  child(key: string): PatternNode {
    const known = this.#children.get(key)
    if (known) return known
    const created = new PatternNode(`${this.text}/${key === '*' ? key : escapePointerKey(key)}`)
    this.#children.set(key, created)
    return created
  }
}

/** A place in the body. Its pointer is made when a violation needs it. */
class BodyLocation implements Location {
  readonly #node: PatternNode
  readonly #parent: BodyLocation | undefined
  readonly #key: string | number

  constructor(node: PatternNode, key: string | number, parent?: BodyLocation) {
    this.#node = node
    this.#key = key
    this.#parent = parent
  }

  get pattern(): string {
    return this.#node.text
  }

  get pointer(): string {
    const key = escapePointerKey(String(this.#key))
    return this.#parent === undefined ? key : `${this.#parent.pointer}/${key}`
  }

  /** The pattern of the elements of a list, or of the values of free keys. */
  get elementPattern(): string {
    return this.#node.child('*').text
  }

  member(name: string): BodyLocation {
    return new BodyLocation(this.#node.child(name), name, this)
  }

  /** Returns an element of a list, or the value of a free key. */
  element(key: string | number): BodyLocation {
    return new BodyLocation(this.#node.child('*'), key, this)
  }
}

/**
 * Validates a body along the tree of its schema. A wrong value is attributed to the nearest requirement at or above its
 * node; a missing required property to the property's own requirement.
 */
export function validateBody(schema: SchemaNode, body: unknown, collector: ViolationCollector): void {
  new BodyValidator(collector).visit(schema, body, new BodyLocation(new PatternNode('body'), 'body'), undefined)
}

/** Tells whether a value has the required properties of a node; of other values than objects nothing is required. */
const hasRequired = ({ required }: SchemaNode, value: unknown): boolean =>
  typeof value !== 'object' || value === null || required.every((name) => Object.hasOwn(value, name))

class BodyValidator {
  readonly #collector: ViolationCollector

  constructor(collector: ViolationCollector) {
    this.#collector = collector
  }

  /** `inherited`: the nearest requirement above the node. */
  visit(node: SchemaNode, value: unknown, location: BodyLocation, inherited: string | undefined): void {
    const requirement = node.requirement ?? inherited
    this.#collector.addReached(node.requirement)
    if (!node.isValid(value)) {
      this.#collector.addViolation(requirement, location, node.expected, { value })
      return
    }
    if (node.alternatives.length > 0) this.#visitAlternative(node, value, location, requirement)
    if (Array.isArray(value)) {
      const { items } = node
      if (!items) return
      if (value.length > 0) this.#collector.addElements(location.elementPattern, value.length)
      for (const [index, element] of value.entries()) this.visit(items, element, location.element(index), requirement)
    } else if (typeof value === 'object' && value !== null) {
      this.#visitMissing(node, value, location, requirement)
      this.#visitMembers(node, value, location, requirement)
    }
  }

  /**
   * Validates a value against several alternatives, and keeps the result of the one that accepts the value and its
   * members, or else of the first that accepts its type.
   */
  #visitAlternative(node: SchemaNode, value: unknown, location: BodyLocation, requirement: string | undefined): void {
    const candidates = node.alternatives.filter((alternative) => acceptsType(alternative, value))
    const valid = candidates.filter((candidate) => candidate.isValid(value))
    const alternative = valid.find((candidate) => hasRequired(candidate, value)) ?? valid[0] ?? candidates[0]
    if (alternative) this.visit(alternative, value, location, requirement)
    else this.#collector.addViolation(requirement, location, node.expected, { value })
  }

  #visitMissing(node: SchemaNode, value: object, location: BodyLocation, requirement: string | undefined): void {
    for (const name of node.required) {
      const child = node.properties.get(name)
      if (Object.hasOwn(value, name) || child?.allowsAbsence) continue
      const place = location.member(name)
      const expected = child?.expected ?? 'a value'
      this.#collector.addViolation(child?.requirement ?? requirement, place, expected, { text: missingProperty })
    }
    for (const [name, id] of node.mayBeAbsent) if (!Object.hasOwn(value, name)) this.#collector.addReached(id)
  }

  #visitMembers(node: SchemaNode, value: object, location: BodyLocation, requirement: string | undefined): void {
    // Object.entries would copy all members, and a target may send tens of thousands.
    for (const name in value) {
      if (!Object.hasOwn(value, name)) continue
      const member: unknown = Reflect.get(value, name)
      const property = node.properties.get(name)
      if (property) {
        const place = location.member(name)
        this.#collector.properties.add(place.pattern)
        this.visit(property, member, place, requirement)
      } else if (node.additionalProperties) {
        this.#collector.addElements(location.elementPattern, 1)
        this.visit(node.additionalProperties, member, location.element(name), requirement)
      } else if (node.properties.size > 0) this.#collector.addUndocumented(location.pattern, name)
    }
  }
}
