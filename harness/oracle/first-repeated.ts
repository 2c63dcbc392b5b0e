/** A text that a list has more than once. */
interface Repeated {
  readonly value: string
  /** The positions of the first two. */
  readonly first: number
  readonly second: number
}

/** Returns the first text that a list has for the second time, in linear time: a response may have a million elements. */
export function firstRepeated(values: readonly (string | undefined)[]): Repeated | undefined {
  const positions = new Map<string, number>()
  for (const [second, value] of values.entries()) {
    if (value === undefined) continue
    const first = positions.get(value)
    if (first !== undefined) return { value, first, second }
    positions.set(value, second)
  }
  return undefined
}
