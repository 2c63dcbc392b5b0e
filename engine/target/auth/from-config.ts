import { resolve } from 'node:path'
import { UsageError } from '../../errors.ts'
import type { Config, ConfigAuth } from '../config/config.ts'
import { present } from '../json.ts'
import type { ConnectionSettings, Credentials, Identity } from './connection.ts'

/** A domain by name or by id: only Keystone's first one is known by an id that people write. */
const domainOf = (domain: string | undefined): Pick<Identity, 'domainId' | 'domainName'> => {
  if (domain === undefined) return {}
  return domain === 'default' || /^[0-9a-f]{32}$/.test(domain) ? { domainId: domain } : { domainName: domain }
}

const named = (id: string | undefined, name: string | undefined, domain: string | undefined): Identity | undefined =>
  id === undefined && name === undefined ? undefined : { ...present({ id, name }), ...domainOf(domain) }

function credentials(auth: ConfigAuth, tenant: string | undefined): Credentials {
  const { authUrl, identityVersion, token, password, domain } = auth
  const secret = auth.applicationCredentialSecret
  return present({
    authUrl,
    version: identityVersion === undefined ? undefined : identityVersion === '3' ? ('v3' as const) : ('v2.0' as const),
    token,
    password,
    user: named(auth.userId, auth.username, domain),
    project: named(auth.tenantId ?? tenant, auth.tenantName, domain),
    application: secret === undefined ? undefined : { ...present({ id: auth.applicationCredentialId }), secret },
  })
}

/** What a configuration file says of the way to the target. Its relative paths begin in its own folder. */
export function connectionFromConfig(config: Config, file: string, folder: string): ConnectionSettings {
  const { target = {}, auth = {}, services = {}, tls } = config
  if (target.tenant !== undefined && auth.tenantId !== undefined && target.tenant !== auth.tenantId)
    throw new UsageError(`${file}: /target/tenant and /auth/tenantId name two tenants; one of them is enough`)
  const beside = (path: string | undefined) => (path === undefined ? undefined : resolve(folder, path))
  const written = credentials(auth, target.tenant)
  const authUrl = written.authUrl ?? services.identity
  return {
    from: file,
    credentials: { ...written, ...(authUrl === undefined ? {} : { authUrl }) },
    ...present({ url: target.url, region: target.region, interface: target.interface }),
    ...(tls ? { tls: present({ ...tls, ca: beside(tls.ca), cert: beside(tls.cert), key: beside(tls.key) }) } : {}),
  }
}
