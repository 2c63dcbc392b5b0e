import type { AttributeRule } from './attribute-rule.ts'
import type { Contradiction } from './observation.ts'
import { commonEntries, includesEntries } from './server-values.ts'

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

/** A server with a lost pair: its create request, the pairs that it had before, as JSON, and its description without the pair. */
interface LostMetadata {
  readonly request: unknown
  readonly known: string | undefined
  readonly description: unknown
}

/**
 * Turns a contradiction of metadata into one of `metadata.set.creates` where the server still shows all pairs of its create request that it
 * had before: then the lost pair was set later.
 */
export function asLostMetadata(
  contradiction: Contradiction,
  { read, requested }: AttributeRule,
  { request, known, description }: LostMetadata,
): Contradiction {
  const [given = '{}', shown = '{}'] = [requested?.read(request), read(description)]
  const kept = known === undefined ? given : commonEntries(given, known)
  return includesEntries(kept, shown) ? { ...contradiction, requirement: 'metadata.set.creates' } : contradiction
}
