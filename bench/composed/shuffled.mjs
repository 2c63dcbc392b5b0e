/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
function randomNumbers(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Returns the items in an order that depends on the seed alone. */
export function shuffled(items, seed) {
  const random = randomNumbers(seed)
  const ranked = items.map((item) => ({ rank: random(), item }))
  return ranked.sort((one, other) => one.rank - other.rank).map(({ item }) => item)
}
