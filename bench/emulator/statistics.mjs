/** Returns the middle number; the upper of the two for an even count. */
export const median = (numbers) => numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)]
