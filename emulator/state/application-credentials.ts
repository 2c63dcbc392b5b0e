import { createHash } from 'node:crypto'

/** A Keystone application credential, for the user's only project. */
export interface ApplicationCredential {
  readonly id: string
  readonly name: string
  readonly secret: string
}

/** Returns the only application credential of a user. It is derived from the user, since no operation creates or deletes one. */
export function applicationCredentialOf({
  id,
  name,
}: {
  readonly id: string
  readonly name: string
}): ApplicationCredential {
  return {
    id: createHash('md5').update(`application credential ${id}`).digest('hex'),
    name: `${name}-application`,
    secret: `${name}-secret`,
  }
}
