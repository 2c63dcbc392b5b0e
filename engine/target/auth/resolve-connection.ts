import { dirname, resolve } from 'node:path'
import { UsageError } from '#engine/errors'
import { defined, type Environment } from '#engine/input'
import type { Config, ConfigAuth } from '../config/config.ts'
import { proxyFrom } from '../proxy.ts'
import type { TargetOptions } from '../target-options.ts'
import { connectionFromClouds } from './clouds-yaml.ts'
import { type ConnectionSettings, isComplete, mergeConnections } from './connection.ts'
import { connectionFrom, readerOf } from './connection-fields.ts'

function connectionFromOptions({ target, tenant, token, insecure }: TargetOptions): ConnectionSettings {
  return {
    source: 'the command line',
    credentials: defined({ token, project: tenant === undefined ? undefined : { id: tenant } }),
    ...(target === undefined ? {} : { url: target }),
    ...(insecure ? { tls: { insecure: true } } : {}),
  }
}

const connectionFromEnv = ({ env, cwd }: Environment): ConnectionSettings =>
  connectionFrom({
    kind: 'env',
    label: 'the environment',
    folder: cwd,
    // The values that the OpenStack client treats as true.
    isInsecure: /^(1|true|yes|on|t|y)$/i.test(env['OS_INSECURE'] ?? ''),
    read: (name) => env[name] || undefined,
  })

/** Tells whether a domain is given by id: `default` is the id of Keystone's first domain; other ids are 32 hex digits. */
const isDomainId = (domain: string): boolean => domain === 'default' || /^[0-9a-f]{32}$/.test(domain)

const withDomain = ({ domain, ...auth }: ConfigAuth): object =>
  domain === undefined ? auth : { ...auth, [isDomainId(domain) ? 'domainId' : 'domainName']: domain }

function connectionFromConfig(config: Config, file: string, folder: string): ConnectionSettings {
  const { target = {}, auth = {}, tls } = config
  if (target.tenant !== undefined && auth.tenantId !== undefined && target.tenant !== auth.tenantId)
    throw new UsageError(`${file}: /target/tenant and /auth/tenantId name different tenants; remove one of them`)
  return connectionFrom({
    kind: 'config',
    label: file,
    folder,
    isInsecure: tls?.insecure === true,
    read: readerOf({ ...config, auth: withDomain(auth) }),
  })
}

/** Adds the password of the environment to an entry of clouds.yaml without one. */
function withPassword(cloud: ConnectionSettings, env: ConnectionSettings): ConnectionSettings {
  const { password } = env.credentials
  if (isComplete(cloud.credentials) || password === undefined) return cloud
  return { ...cloud, credentials: { ...cloud.credentials, password } }
}

/**
 * Merges the connection settings of all sources. Precedence: command line, the clouds.yaml entry of --os-cloud or OS_CLOUD, environment,
 * the clouds.yaml entry that the config file names, config file. Warns when credentials of the file are not used.
 */
export function resolveConnection(
  options: TargetOptions,
  config: Config,
  environment: Environment,
  warn: (line: string) => void,
): ConnectionSettings {
  const env = connectionFromEnv(environment)
  const cloudNamed = (name: string | undefined): ConnectionSettings[] =>
    name === undefined || name === '' ? [] : [withPassword(connectionFromClouds(name, environment), env)]
  const file = options.config ?? 'the configuration'
  const folder = options.config === undefined ? environment.cwd : dirname(resolve(environment.cwd, options.config))
  const fromFile = [...cloudNamed(config.auth?.cloud), connectionFromConfig(config, file, folder)]
  const fromCommand = [connectionFromOptions(options), ...cloudNamed(options.osCloud ?? environment.env['OS_CLOUD'])]
  const hasUnused = isComplete(env.credentials) && fromFile.some(({ credentials }) => isComplete(credentials))
  if (hasUnused && options.token === undefined && options.osCloud === undefined)
    warn(`Signing in with the OS_* variables of the environment, not with the credentials of ${file}.`)
  return {
    ...mergeConnections([...fromCommand, env, ...fromFile]),
    ...defined({ proxy: proxyFrom(options.proxy, environment.env) }),
  }
}
