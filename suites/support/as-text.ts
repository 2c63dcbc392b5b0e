/** Returns a value as text, whatever its type: a target may send an object in place of a string. */
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
