import { resolve } from 'node:path'
import { at, listAt, present, textAt } from '../json.ts'
import type { ConnectionSettings, Credentials, Identity } from './connection.ts'
import { identityVersionOf, interfaceOf } from './from-env.ts'

type Read = (...names: readonly string[]) => string | undefined

/** Numbers too: a version written 3, a project id of digits alone. */
function scalar(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined
}

const reader =
  (object: unknown): Read =>
  (...names) =>
    names.map((name) => scalar(at(object, name))).find((value) => value !== undefined)

function named(id: string | undefined, name: string | undefined, kind: string, auth: Read): Identity | undefined {
  if (id === undefined && name === undefined) return undefined
  return present({
    id,
    name,
    domainId: auth(`${kind}_domain_id`, 'default_domain_id', 'default_domain', 'domain_id'),
    domainName: auth(`${kind}_domain_name`, 'default_domain_name', 'domain_name'),
  })
}

function credentials(cloud: Read, auth: Read): Credentials {
  const type = cloud('auth_type') ?? ''
  const byPassword = /password$/.test(type)
  const secret = auth('application_credential_secret')
  return present({
    authUrl: auth('auth_url'),
    version: identityVersionOf(cloud('identity_api_version')) ?? identityVersionOf(/^v[23]/.exec(type)?.[0]),
    token: byPassword || secret !== undefined ? undefined : auth('token', 'auth_token'),
    user: named(auth('user_id'), auth('username', 'user_name'), 'user', auth),
    password: auth('password'),
    project: named(auth('project_id', 'tenant_id'), auth('project_name', 'tenant_name'), 'project', auth),
    application:
      secret === undefined || byPassword
        ? undefined
        : {
            ...present({ id: auth('application_credential_id'), name: auth('application_credential_name') }),
            secret,
          },
  })
}

/** One entry of clouds.yaml. `regions` may be names, or objects with a name; the first is taken where none is chosen. */
export function connectionFromCloud(entry: unknown, from: string, folder: string): ConnectionSettings {
  const cloud = reader(entry)
  const firstRegion = listAt(entry, 'regions')[0]
  const beside = (path: string | undefined) => (path === undefined ? undefined : resolve(folder, path))
  const tls = present({
    ca: beside(cloud('cacert')),
    cert: beside(cloud('cert')),
    key: beside(cloud('key')),
    insecure: at(entry, 'verify') === false || at(entry, 'insecure') === true ? true : undefined,
  })
  return {
    from,
    credentials: credentials(cloud, reader(at(entry, 'auth'))),
    ...present({
      url: cloud('compute_endpoint_override', 'compute_endpoint'),
      region: cloud('region_name') ?? textAt(firstRegion, 'name') ?? scalar(firstRegion),
      interface: interfaceOf(cloud('interface', 'endpoint_type')),
    }),
    ...(Object.keys(tls).length > 0 ? { tls } : {}),
  }
}
