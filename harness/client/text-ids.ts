/** The members that identify a resource in responses of Compute and its companions. */
const idMembers = new Set(['id', 'serverId', 'volumeId'])
/** Members whose id is documented as a number. */
const numbered = new Set(['keypair'])

/** Returns a copy of a JSON value in which numeric ids are strings, as in paths and requests. */
export function withTextIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTextIds)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([member, content]) => {
      if (idMembers.has(member) && typeof content === 'number') return [member, String(content)]
      return [member, numbered.has(member) ? content : withTextIds(content)]
    }),
  )
}
