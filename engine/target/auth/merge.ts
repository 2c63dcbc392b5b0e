import { dirname, resolve } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Environment } from '../config/source.ts'
import { present } from '../json.ts'
import type { RunOptions } from '../run-options.ts'
import { connectionFromClouds } from './clouds-yaml.ts'
import { type ConnectionSettings, isComplete, mergeConnections } from './connection.ts'
import { connectionFromConfig } from './from-config.ts'
import { connectionFromEnv } from './from-env.ts'

/** True when something names a target or a cloud; otherwise a run is one against the embedded emulator. */
export const hasExplicitTarget = ({ target, config, osCloud }: RunOptions, env: NodeJS.ProcessEnv): boolean =>
  [target, config, osCloud, env['OS_CLOUD'], env['OS_AUTH_URL'], env['OS_COMPUTE_ENDPOINT_OVERRIDE']].some(
    (name) => name !== undefined && name !== '',
  )

function commandLine({ target, tenant, token, insecure }: RunOptions): ConnectionSettings {
  return {
    from: 'the command line',
    credentials: present({ token, project: tenant === undefined ? undefined : { id: tenant } }),
    ...(target === undefined ? {} : { url: target }),
    ...(insecure ? { tls: { insecure: true } } : {}),
  }
}

/** An entry of clouds.yaml often leaves the password to the environment. */
function withPassword(cloud: ConnectionSettings, env: ConnectionSettings): ConnectionSettings {
  const { password } = env.credentials
  if (isComplete(cloud.credentials) || password === undefined) return cloud
  return { ...cloud, credentials: { ...cloud.credentials, password } }
}

/**
 * The way to the target, out of every source: command line, environment, file, in this order; an entry of clouds.yaml stands
 * just before the environment, or where the file names it, before the file. Warns when credentials of the file go unused.
 */
export function resolveConnection(
  options: RunOptions,
  config: Config,
  surroundings: Environment,
  warn: (line: string) => void,
): ConnectionSettings {
  const openrc = connectionFromEnv(surroundings)
  const cloudNamed = (name: string | undefined): ConnectionSettings[] =>
    name === undefined || name === '' ? [] : [withPassword(connectionFromClouds(name, surroundings), openrc)]
  const file = options.config ?? 'the configuration'
  const folder = options.config === undefined ? surroundings.cwd : dirname(resolve(surroundings.cwd, options.config))
  const written = [...cloudNamed(config.auth?.cloud), connectionFromConfig(config, file, folder)]
  const stronger = [commandLine(options), ...cloudNamed(options.osCloud ?? surroundings.env['OS_CLOUD']), openrc]
  const merged = mergeConnections([...stronger, ...written])
  const isOverruled = written.some(({ credentials }) => isComplete(credentials)) && isComplete(openrc.credentials)
  if (isOverruled && options.token === undefined && options.osCloud === undefined)
    warn(`The OS_* variables of the environment are used to sign in, not the credentials of ${file}.`)
  return merged
}
