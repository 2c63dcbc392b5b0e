import { dirname, resolve } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Surroundings } from '../config/source.ts'
import { type Access, isComplete, mergeAccess } from './access.ts'
import { cloudAccess } from './clouds.ts'
import { configAccess } from './config-access.ts'
import { present } from './json.ts'
import { readOpenrc } from './openrc.ts'
import type { RunOptions } from './run-options.ts'

/** True when something names a target or a cloud; otherwise a run is one against the embedded emulator. */
export const namesTarget = ({ target, config, osCloud }: RunOptions, env: NodeJS.ProcessEnv): boolean =>
  [target, config, osCloud, env['OS_CLOUD'], env['OS_AUTH_URL'], env['OS_COMPUTE_ENDPOINT_OVERRIDE']].some(
    (name) => name !== undefined && name !== '',
  )

function commandLine({ target, tenant, token, insecure }: RunOptions): Access {
  return {
    from: 'the command line',
    credentials: present({ token, project: tenant === undefined ? undefined : { id: tenant } }),
    ...(target === undefined ? {} : { url: target }),
    ...(insecure ? { tls: { insecure: true } } : {}),
  }
}

/** An entry of clouds.yaml often leaves the password to the environment. */
function withPassword(cloud: Access, env: Access): Access {
  const { password } = env.credentials
  if (isComplete(cloud.credentials) || password === undefined) return cloud
  return { ...cloud, credentials: { ...cloud.credentials, password } }
}

/**
 * The way to the target, out of every source: command line, environment, file, in this order; an entry of clouds.yaml stands
 * just before the environment, or where the file names it, before the file. Warns when credentials of the file go unused.
 */
export function accessFrom(
  options: RunOptions,
  config: Config,
  surroundings: Surroundings,
  warn: (line: string) => void,
): Access {
  const openrc = readOpenrc(surroundings)
  const cloudNamed = (name: string | undefined): Access[] =>
    name === undefined || name === '' ? [] : [withPassword(cloudAccess(name, surroundings), openrc)]
  const file = options.config ?? 'the configuration'
  const folder = options.config === undefined ? surroundings.cwd : dirname(resolve(surroundings.cwd, options.config))
  const written = [...cloudNamed(config.auth?.cloud), configAccess(config, file, folder)]
  const stronger = [commandLine(options), ...cloudNamed(options.osCloud ?? surroundings.env['OS_CLOUD']), openrc]
  const merged = mergeAccess([...stronger, ...written])
  const isOverruled = written.some(({ credentials }) => isComplete(credentials)) && isComplete(openrc.credentials)
  if (isOverruled && options.token === undefined && options.osCloud === undefined)
    warn(`The OS_* variables of the environment are used to sign in, not the credentials of ${file}.`)
  return merged
}
