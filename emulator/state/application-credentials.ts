import { createHash } from 'node:crypto'
import type { User } from './accounts.ts'

/** What a program signs in with in place of a user's password; it belongs to the user and to the user's one project. */
export interface ApplicationCredential {
  readonly id: string
  readonly name: string
  readonly secret: string
}

/** The one that a user has. Nobody can make or take back one, so that it follows from the user and is kept nowhere. */
export function applicationCredentialOf({ id, name }: User): ApplicationCredential {
  return {
    id: createHash('md5').update(`application credential ${id}`).digest('hex'),
    name: `${name}-application`,
    secret: `${name}-secret`,
  }
}
