import type { Random } from '#emulator'

/** Chooses one of the items, in proportion to their weights; undefined for an empty list. */
export function chooseWeighted<T>(random: Random, items: readonly T[], weightOf: (item: T) => number): T | undefined {
  const weights = items.map(weightOf)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let rest = random.next() * total
  for (const [index, weight] of weights.entries()) {
    rest -= weight
    if (rest < 0) return items[index]
  }
  return items.at(-1)
}
