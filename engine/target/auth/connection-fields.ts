import { resolve } from 'node:path'
import { UsageError } from '#engine/errors'
import { at, defined } from '#engine/input'
import type { Interface } from '../config/config.ts'
import type { ConnectionSettings, Credentials, Identity, IdentityVersion } from './connection.ts'

type SourceKind = 'env' | 'cloud' | 'config'
type FieldNames = Readonly<Record<SourceKind, readonly string[]>>

const field = (env: string, cloud: string, config = ''): FieldNames => ({
  env: env.split(' '),
  cloud: cloud.split(' '),
  config: config === '' ? [] : config.split(' '),
})

/**
 * The names of each setting in the environment, in an entry of clouds.yaml and in a config file. Of several names, the first that is set is
 * used. The names in the environment and in clouds.yaml are those of the OpenStack client.
 */
const fields = {
  authUrl: field('OS_AUTH_URL', 'auth.auth_url', 'auth.authUrl services.identity'),
  authType: field('OS_AUTH_TYPE', 'auth_type'),
  identityVersion: field('OS_IDENTITY_API_VERSION', 'identity_api_version', 'auth.identityVersion'),
  token: field('OS_TOKEN OS_AUTH_TOKEN', 'auth.token auth.auth_token', 'auth.token'),
  password: field('OS_PASSWORD', 'auth.password', 'auth.password'),
  userId: field('OS_USER_ID', 'auth.user_id', 'auth.userId'),
  userName: field('OS_USERNAME OS_USER_NAME', 'auth.username auth.user_name', 'auth.username'),
  userDomainId: field(
    'OS_USER_DOMAIN_ID OS_DEFAULT_DOMAIN_ID OS_DEFAULT_DOMAIN',
    'auth.user_domain_id auth.default_domain_id auth.default_domain auth.domain_id',
    'auth.domainId',
  ),
  userDomainName: field(
    'OS_USER_DOMAIN_NAME',
    'auth.user_domain_name auth.default_domain_name auth.domain_name',
    'auth.domainName',
  ),
  projectId: field('OS_PROJECT_ID OS_TENANT_ID', 'auth.project_id auth.tenant_id', 'auth.tenantId target.tenant'),
  projectName: field('OS_PROJECT_NAME OS_TENANT_NAME', 'auth.project_name auth.tenant_name', 'auth.tenantName'),
  projectDomainId: field(
    'OS_PROJECT_DOMAIN_ID OS_DEFAULT_DOMAIN_ID OS_DEFAULT_DOMAIN',
    'auth.project_domain_id auth.default_domain_id auth.default_domain auth.domain_id',
    'auth.domainId',
  ),
  projectDomainName: field(
    'OS_PROJECT_DOMAIN_NAME',
    'auth.project_domain_name auth.default_domain_name auth.domain_name',
    'auth.domainName',
  ),
  applicationId: field(
    'OS_APPLICATION_CREDENTIAL_ID',
    'auth.application_credential_id',
    'auth.applicationCredentialId',
  ),
  applicationName: field('OS_APPLICATION_CREDENTIAL_NAME', 'auth.application_credential_name'),
  applicationSecret: field(
    'OS_APPLICATION_CREDENTIAL_SECRET',
    'auth.application_credential_secret',
    'auth.applicationCredentialSecret',
  ),
  url: field(
    'OS_COMPUTE_ENDPOINT_OVERRIDE OS_ENDPOINT_OVERRIDE',
    'compute_endpoint_override compute_endpoint',
    'target.url',
  ),
  region: field('OS_REGION_NAME', 'region_name regions.0.name regions.0', 'target.region'),
  interface: field('OS_INTERFACE OS_ENDPOINT_TYPE', 'interface endpoint_type', 'target.interface'),
  ca: field('OS_CACERT', 'cacert', 'tls.ca'),
  cert: field('OS_CERT', 'cert', 'tls.cert'),
  key: field('OS_KEY', 'key', 'tls.key'),
}

/** One place that connection settings come from. */
export interface ConnectionSource {
  readonly kind: SourceKind
  /** Names the source in messages. */
  readonly label: string
  /** The folder that relative paths refer to. */
  readonly folder: string
  readonly isInsecure: boolean
  /** The value under a name of the table; undefined when it is absent or empty. */
  read(name: string): string | undefined
}

/** Creates a function that reads dotted names from an object. Numbers count as text: a version `3`, a project id of digits only. */
export const readerOf =
  (object: unknown): ConnectionSource['read'] =>
  (name) => {
    const value = at(object, ...name.split('.'))
    if (typeof value === 'number') return String(value)
    return typeof value === 'string' && value !== '' ? value : undefined
  }

const interfaces: readonly Interface[] = ['public', 'internal', 'admin']

/** Parses the interface of an endpoint: `public`, or `publicURL` as older clients write it. Throws a UsageError for another one. */
function parseInterface(text: string, label: string): Interface {
  const found = interfaces.find((name) => name === text.replace(/URL$/, ''))
  if (found) return found
  throw new UsageError(`${label}: the interface is ${JSON.stringify(text)}; expected ${interfaces.join(', ')}`)
}

/** Parses the version of the identity API in any of its usual spellings: `3`, `v3`, `2.0`, `2`. Throws a UsageError for another one. */
function parseVersion(text: string, label: string): IdentityVersion {
  const major = /^v?([23])(\.\d+)?$/.exec(text)?.[1]
  if (major !== undefined) return major === '2' ? 'v2.0' : 'v3'
  throw new UsageError(`${label}: the version of the identity API is ${JSON.stringify(text)}; expected 2 or 3`)
}

/** The types of authentication of OpenStack clients that are supported (https://docs.openstack.org/keystoneauth/latest/authentication-plugins.html). */
const authTypes = /^((v2|v3)?(password|token)|v3applicationcredential|admin_token)?$/

/** Throws a UsageError for a type of authentication that is not supported: another one would be tried in its place, in silence. */
function assertAuthType(type: string, label: string): void {
  if (authTypes.test(type)) return
  const expected = 'password, token or v3applicationcredential'
  throw new UsageError(`${label}: the type of authentication is ${JSON.stringify(type)}; expected ${expected}`)
}

type Get = (name: keyof typeof fields) => string | undefined

function identity(get: Get, kind: 'user' | 'project'): Identity | undefined {
  const [id, name] = [get(`${kind}Id`), get(`${kind}Name`)]
  if (id === undefined && name === undefined) return undefined
  return defined({ id, name, domainId: get(`${kind}DomainId`), domainName: get(`${kind}DomainName`) })
}

function credentials(get: Get, { kind, label }: Pick<ConnectionSource, 'kind' | 'label'>): Credentials {
  const type = get('authType') ?? ''
  assertAuthType(type, label)
  const secret = get('applicationSecret')
  const isPassword = /password$/.test(type)
  const isApplication = kind === 'cloud' ? secret !== undefined : type.endsWith('applicationcredential')
  const application =
    secret === undefined || isPassword
      ? undefined
      : { ...defined({ id: get('applicationId'), name: get('applicationName') }), secret }
  const version = get('identityVersion') ?? /^v[23]/.exec(type)?.[0]
  return defined({
    authUrl: get('authUrl'),
    version: version === undefined ? undefined : parseVersion(version, label),
    token: isPassword || isApplication ? undefined : get('token'),
    user: identity(get, 'user'),
    password: get('password'),
    project: identity(get, 'project'),
    application,
  })
}

/** Returns the connection settings of one source. */
export function connectionFrom({ kind, label, folder, isInsecure, read }: ConnectionSource): ConnectionSettings {
  const get: Get = (name) => fields[name][kind].map(read).find((value) => value !== undefined)
  const path = (name: 'ca' | 'cert' | 'key'): string | undefined => {
    const file = get(name)
    return file === undefined ? undefined : resolve(folder, file)
  }
  const insecure = isInsecure ? true : undefined
  const endpointInterface = get('interface')
  const tls = defined({ ca: path('ca'), cert: path('cert'), key: path('key'), insecure })
  return {
    source: label,
    credentials: credentials(get, { kind, label }),
    ...defined({ url: get('url'), region: get('region') }),
    ...(endpointInterface === undefined ? {} : { interface: parseInterface(endpointInterface, label) }),
    ...(Object.keys(tls).length > 0 ? { tls } : {}),
  }
}
