import type { AttributeRule } from './attribute-rule.ts'
import type { Contradiction } from './observation.ts'
import { includesEntries } from './server-values.ts'

/** Whether a set has all that was expected, and more. */
export function isAddition({ expected, actual }: Contradiction): boolean {
  const elements = actual.split(', ')
  return expected
    .replace(/ \(exchange \d+\)$/, '')
    .split(', ')
    .every((element) => element === 'nothing' || elements.includes(element))
}

/** An update that changes more than it names violates its own requirement. */
export const blamedOnUpdate = (contradiction: Contradiction, { at }: AttributeRule): Contradiction => ({
  ...contradiction,
  requirement: 'servers.update.single-attribute',
  message: `${at} is not what it was before an update, which is not to change it, and no other request was accepted in between.`,
})

/** So does a resize that takes away more than the flavor. */
export const blamedOnResize = (contradiction: Contradiction, { at }: AttributeRule): Contradiction => ({
  ...contradiction,
  requirement: 'servers.resize.changes-flavor',
  message: `${at} is not what it was before a resize, which is not to change it, and no other request was accepted in between.`,
})

/** A pair that is lost although the server shows all that its create request gave was set later: the change of it did not last. */
export function blamedOnSet(
  contradiction: Contradiction,
  { read, requested }: AttributeRule,
  description: unknown,
  request: unknown,
): Contradiction {
  const [given = '{}', shown = '{}'] = [requested?.read(request), read(description)]
  return includesEntries(given, shown) ? { ...contradiction, requirement: 'metadata.set.creates' } : contradiction
}
