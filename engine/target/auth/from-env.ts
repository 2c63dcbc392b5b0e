import { resolve } from 'node:path'
import type { Interface } from '../config/config.ts'
import type { Environment } from '../config/source.ts'
import { present } from '../json.ts'
import type { ConnectionSettings, Credentials, Identity, IdentityVersion } from './connection.ts'

type Read = (...names: readonly string[]) => string | undefined

const interfaces: readonly Interface[] = ['public', 'internal', 'admin']

/** `public`, and `publicURL` as older clients write it. */
export const interfaceOf = (text: string | undefined): Interface | undefined =>
  interfaces.find((known) => known === text?.replace(/URL$/, ''))

/** `3`, `v3`, `2.0`, `2`: the version as people write it. */
export function identityVersionOf(text: string | undefined): IdentityVersion | undefined {
  const major = /^v?([23])(\.\d+)?$/.exec(text ?? '')?.[1]
  return major === undefined ? undefined : major === '2' ? 'v2.0' : 'v3'
}

/** What the OpenStack client takes for true. */
const isTrue = (text: string | undefined): boolean => /^(1|true|yes|on|t|y)$/i.test(text ?? '')

/** A user or a project; undefined when it is not named. */
function named(read: Read, kinds: readonly string[], part: 'USER' | 'PROJECT'): Identity | undefined {
  const id = read(...kinds.map((kind) => `OS_${kind}_ID`))
  const name = part === 'USER' ? read('OS_USERNAME', 'OS_USER_NAME') : read(...kinds.map((kind) => `OS_${kind}_NAME`))
  if (id === undefined && name === undefined) return undefined
  return present({
    id,
    name,
    domainId: read(`OS_${part}_DOMAIN_ID`, 'OS_DEFAULT_DOMAIN_ID', 'OS_DEFAULT_DOMAIN'),
    domainName: read(`OS_${part}_DOMAIN_NAME`),
  })
}

function credentials(read: Read): Credentials {
  const type = read('OS_AUTH_TYPE') ?? ''
  const secret = read('OS_APPLICATION_CREDENTIAL_SECRET')
  const byPassword = /password$/.test(type)
  const byApplication = type.endsWith('applicationcredential')
  return present({
    authUrl: read('OS_AUTH_URL'),
    version: identityVersionOf(read('OS_IDENTITY_API_VERSION')) ?? identityVersionOf(/^v[23]/.exec(type)?.[0]),
    token: byPassword || byApplication ? undefined : read('OS_TOKEN', 'OS_AUTH_TOKEN'),
    user: named(read, ['USER'], 'USER'),
    password: read('OS_PASSWORD'),
    project: named(read, ['PROJECT', 'TENANT'], 'PROJECT'),
    application:
      secret === undefined || byPassword
        ? undefined
        : {
            ...present({ id: read('OS_APPLICATION_CREDENTIAL_ID'), name: read('OS_APPLICATION_CREDENTIAL_NAME') }),
            secret,
          },
  })
}

/** The OS_* variables, read as the OpenStack client reads them. Empty ones count as absent. */
export function connectionFromEnv({ env, cwd }: Environment): ConnectionSettings {
  const path = (text: string | undefined) => (text === undefined ? undefined : resolve(cwd, text))
  const read: Read = (...names) => names.map((name) => env[name]).find((value) => value !== undefined && value !== '')
  const tls = present({
    ca: path(read('OS_CACERT')),
    cert: path(read('OS_CERT')),
    key: path(read('OS_KEY')),
    insecure: isTrue(read('OS_INSECURE')) ? true : undefined,
  })
  return {
    from: 'the environment',
    credentials: credentials(read),
    ...present({
      url: read('OS_COMPUTE_ENDPOINT_OVERRIDE', 'OS_ENDPOINT_OVERRIDE'),
      region: read('OS_REGION_NAME'),
      interface: interfaceOf(read('OS_INTERFACE', 'OS_ENDPOINT_TYPE')),
    }),
    ...(Object.keys(tls).length > 0 ? { tls } : {}),
  }
}
