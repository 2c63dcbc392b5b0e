import type { AttributeRule } from './attribute-rule.ts'
import type { Contradiction } from './observation.ts'
import { includesEntries } from './server-values.ts'

/** Tells whether the actual set of a contradiction has all expected elements, and others in addition. */
export function onlyAdds({ expected, actual }: Contradiction): boolean {
  const elements = actual.split(', ')
  return expected
    .replace(/ \(exchange \d+\)$/, '')
    .split(', ')
    .every((element) => element === 'nothing' || elements.includes(element))
}

/** Turns a contradiction into one of `servers.update.single-attribute`: an update changes only the attributes it names. */
export const asSideEffectOfUpdate = (contradiction: Contradiction, { at }: AttributeRule): Contradiction => ({
  ...contradiction,
  requirement: 'servers.update.single-attribute',
  message: `${at} changed with an update that does not set it; no other request was accepted in between.`,
})

/** Turns a contradiction into one of `servers.resize.changes-flavor`: a resize removes nothing but the earlier flavor. */
export const asSideEffectOfResize = (contradiction: Contradiction, { at }: AttributeRule): Contradiction => ({
  ...contradiction,
  requirement: 'servers.resize.changes-flavor',
  message: `${at} changed with a resize; no other request was accepted in between.`,
})

/**
 * Turns a contradiction of metadata into one of `metadata.set.creates` where the server still shows all pairs of its create request:
 * then the lost pair was set later.
 */
export function asLostMetadata(
  contradiction: Contradiction,
  { read, requested }: AttributeRule,
  description: unknown,
  request: unknown,
): Contradiction {
  const [given = '{}', shown = '{}'] = [requested?.read(request), read(description)]
  return includesEntries(given, shown) ? { ...contradiction, requirement: 'metadata.set.creates' } : contradiction
}
