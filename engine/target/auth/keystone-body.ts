import { UsageError } from '../../errors.ts'
import { present } from '../json.ts'
import type { Credentials, Identity } from './connection.ts'

type Body = Readonly<Record<string, unknown>>

/** `POST /v2.0/tokens`, the form that the vendor documents: `tenantId` and `passwordCredentials`. */
export function signInBodyV2({ token, user, password, project }: Credentials): Body {
  const tenant = present({ tenantId: project?.id, tenantName: project?.id === undefined ? project?.name : undefined })
  if (token !== undefined) return { auth: { ...tenant, token: { id: token } } }
  return {
    auth: {
      ...tenant,
      passwordCredentials: {
        ...present({ username: user?.name, userId: user?.name === undefined ? user?.id : undefined }),
        password,
      },
    },
  }
}

/** Keystone's id of the domain that is there from the start. */
const defaultDomain = { id: 'default' }

/** An id stands for itself; a name belongs to a domain. */
function reference(named: Identity): Body {
  if (named.id !== undefined) return { id: named.id }
  if (named.domainId !== undefined) return { name: named.name, domain: { id: named.domainId } }
  return { name: named.name, domain: named.domainName === undefined ? defaultDomain : { name: named.domainName } }
}

function identity({ token, application, user, password }: Credentials): Body {
  if (token !== undefined) return { methods: ['token'], token: { id: token } }
  if (application) {
    const { id, name, secret } = application
    if (id === undefined && !user)
      throw new UsageError('an application credential that is given by name needs its user', {
        hint: 'Set OS_USERNAME or OS_USER_ID, or give the id of the application credential.',
      })
    const which = id === undefined ? { name, user: reference(user ?? {}) } : { id }
    return { methods: ['application_credential'], application_credential: { ...which, secret } }
  }
  return { methods: ['password'], password: { user: { ...reference(user ?? {}), password } } }
}

/** `POST /v3/auth/tokens`. An application credential carries its project itself, and Keystone refuses a scope beside it. */
export function signInBodyV3(credentials: Credentials): Body {
  const { project, application, token } = credentials
  const scoped = project !== undefined && (application === undefined || token !== undefined)
  return { auth: { identity: identity(credentials), ...(scoped ? { scope: { project: reference(project) } } : {}) } }
}
