/**
 * A TypeScript type of dotted identifiers in which each prefix is written once: `access.${'token' | 'tenant'}` instead of two literals.
 * It means the same as the union of them, in half as many characters.
 */

const literal = (text) => `'${text}'`

/** The identifiers by their part before the first dot. Those without a dot have no rest. */
function byPrefix(identifiers) {
  const groups = new Map()
  for (const identifier of identifiers) {
    const [prefix, ...rest] = identifier.split('.')
    groups.set(prefix, [...(groups.get(prefix) ?? []), rest.join('.')])
  }
  return groups
}

function groupType(prefix, rests) {
  const longer = rests.filter((rest) => rest !== '')
  const itself = longer.length < rests.length ? [literal(prefix)] : []
  if (longer.length === 0) return itself
  const combined =
    longer.length === 1 ? literal(`${prefix}.${longer[0]}`) : `\`${prefix}.\${${identifierType(longer)}}\``
  return [...itself, combined]
}

/** @param identifiers no two of which are the same */
export const identifierType = (identifiers) =>
  [...byPrefix(identifiers)].flatMap(([prefix, rests]) => groupType(prefix, rests)).join('|')
