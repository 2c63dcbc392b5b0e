import { UsageError } from '#engine/errors'
import { defined } from '#engine/input'
import type { Credentials, Identity } from './connection.ts'

type Body = Readonly<Record<string, unknown>>

/** Builds the body of `POST /v2.0/tokens` in the form that the vendor documents: `tenantId` and `passwordCredentials`. */
export function signInBodyV2({ token, user, password, project }: Credentials): Body {
  const tenant = defined({ tenantId: project?.id, tenantName: project?.id === undefined ? project?.name : undefined })
  if (token !== undefined) return { auth: { ...tenant, token: { id: token } } }
  return {
    auth: {
      ...tenant,
      passwordCredentials: {
        ...defined({ username: user?.name, userId: user?.name === undefined ? user?.id : undefined }),
        password,
      },
    },
  }
}

/** Keystone's id of the domain that exists from the start. */
const defaultDomain = { id: 'default' }

/** Refers to a user or project: an id is unique by itself; a name needs its domain. */
function reference({ id, name, domainId, domainName }: Identity): Body {
  if (id !== undefined) return { id }
  if (domainId !== undefined) return { name, domain: { id: domainId } }
  return { name, domain: domainName === undefined ? defaultDomain : { name: domainName } }
}

function identity({ token, application, user, password }: Credentials): Body {
  if (token !== undefined) return { methods: ['token'], token: { id: token } }
  if (application) {
    const { id, name, secret } = application
    if (id === undefined && !user)
      throw new UsageError('an application credential given by name needs its user', {
        hint: 'Set OS_USERNAME or OS_USER_ID, or give the id of the application credential.',
      })
    const credential = id === undefined ? { name, user: reference(user ?? {}) } : { id }
    return { methods: ['application_credential'], application_credential: { ...credential, secret } }
  }
  return { methods: ['password'], password: { user: { ...reference(user ?? {}), password } } }
}

/**
 * Builds the body of `POST /v3/auth/tokens`. An application credential includes its project, and Keystone rejects a
 * scope beside it.
 */
export function signInBodyV3(credentials: Credentials): Body {
  const { project, application, token } = credentials
  const isScoped = project !== undefined && (application === undefined || token !== undefined)
  return { auth: { identity: identity(credentials), ...(isScoped ? { scope: { project: reference(project) } } : {}) } }
}
