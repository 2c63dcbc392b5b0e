import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { UsageError } from '../../errors.ts'
import { type Environment, readText } from '../config/source.ts'
import { didYouMean } from '../config/suggestion.ts'
import { at } from '../json.ts'
import type { ConnectionSettings } from './connection.ts'
import { connectionFromCloud } from './from-cloud.ts'

/** Where the OpenStack client looks for a file: what a variable names, here, the user's folder, the system's. */
function findFile(stem: 'clouds' | 'secure', variable: string, { env, cwd }: Environment): string | undefined {
  const home = env['HOME'] ?? homedir()
  const folders = [cwd, join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'openstack'), '/etc/openstack']
  const named = env[variable]
  if (named) return resolve(cwd, named)
  const files = folders.flatMap((folder) => ['yaml', 'yml', 'json'].map((ending) => join(folder, `${stem}.${ending}`)))
  return files.find((file) => existsSync(file))
}

function readClouds(file: string | undefined): unknown {
  if (file === undefined) return undefined
  try {
    return at(parse(readText(file), { prettyErrors: false }), 'clouds')
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`${file}: not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** secure.yaml laid over clouds.yaml: objects member by member, everything else replaced. */
function overlay(low: unknown, high: unknown): unknown {
  if (high === undefined || high === null) return low
  if (!isObject(low) || !isObject(high)) return high
  return Object.fromEntries(
    [...new Set([...Object.keys(low), ...Object.keys(high)])].map((key) => [key, overlay(low[key], high[key])]),
  )
}

/**
 * An entry of clouds.yaml, with what secure.yaml adds to it. Throws a UsageError when there is no such file or no such entry;
 * it lists those that there are.
 */
export function connectionFromClouds(name: string, surroundings: Environment): ConnectionSettings {
  const file = findFile('clouds', 'OS_CLIENT_CONFIG_FILE', surroundings)
  if (file === undefined)
    throw new UsageError(`there is no clouds.yaml to find the cloud "${name}" in`, {
      hint: 'Looked for in this folder, ~/.config/openstack and /etc/openstack; OS_CLIENT_CONFIG_FILE names another.',
    })
  const clouds = overlay(readClouds(file), readClouds(findFile('secure', 'OS_CLIENT_SECURE_FILE', surroundings)))
  const known = isObject(clouds) ? Object.keys(clouds) : []
  if (!isObject(clouds) || !Object.hasOwn(clouds, name))
    throw new UsageError(
      `${file}: there is no cloud "${name}"${didYouMean(name, known)}; there are ${known.join(', ') || 'none'}`,
    )
  return connectionFromCloud(clouds[name], `cloud "${name}" of ${file}`, dirname(file))
}
