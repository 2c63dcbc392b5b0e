/** The members that identify a resource in responses of Compute and its companions. */
const idMembers = new Set(['id', 'serverId', 'volumeId'])
/** Members whose id is documented to be a number. */
const numbered = new Set(['keypair'])

/** A copy of a JSON value in which ids that are numbers are texts, as they stand in paths and requests. */
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
