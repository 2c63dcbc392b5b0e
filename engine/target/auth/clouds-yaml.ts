import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { UsageError } from '#engine/errors'
import { at, didYouMean, type Environment, isObject, readText } from '#engine/input'
import type { ConnectionSettings } from './connection.ts'
import { connectionFrom, readerOf } from './connection-fields.ts'

/** Searches as the OpenStack client does: the variable, the current folder, the user's folder, the system's folder. */
function findFile(stem: 'clouds' | 'secure', variable: string, { env, cwd }: Environment): string | undefined {
  const named = env[variable]
  if (named) return resolve(cwd, named)
  const home = env['HOME'] ?? homedir()
  const folders = [cwd, join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'openstack'), '/etc/openstack']
  const files = folders.flatMap((folder) => ['yaml', 'yml', 'json'].map((ending) => join(folder, `${stem}.${ending}`)))
  return files.find((file) => existsSync(file))
}

function readClouds(file: string | undefined): unknown {
  if (file === undefined) return undefined
  const text = readText(file)
  try {
    return at(parse(text, { prettyErrors: false }), 'clouds')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${file}: not valid YAML: ${reason}`, { cause })
  }
}

/** Merges secure.yaml into clouds.yaml: objects member by member, other values are replaced. */
function overlay(base: unknown, top: unknown): unknown {
  if (top === undefined || top === null) return base
  if (!isObject(base) || !isObject(top)) return top
  return Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(top)])].map((key) => [key, overlay(base[key], top[key])]),
  )
}

/**
 * An entry of clouds.yaml, completed by secure.yaml. `regions` may list names, or objects with a name; without `region_name` the
 * first one counts. Throws a UsageError when there is no such file or entry.
 */
export function connectionFromClouds(name: string, environment: Environment): ConnectionSettings {
  const file = findFile('clouds', 'OS_CLIENT_CONFIG_FILE', environment)
  if (file === undefined)
    throw new UsageError(`no clouds.yaml found for the cloud "${name}"`, {
      hint: 'Searched this folder, ~/.config/openstack and /etc/openstack; OS_CLIENT_CONFIG_FILE names another file.',
    })
  const clouds = overlay(readClouds(file), readClouds(findFile('secure', 'OS_CLIENT_SECURE_FILE', environment)))
  const names = isObject(clouds) ? Object.keys(clouds) : []
  if (!isObject(clouds) || !Object.hasOwn(clouds, name))
    throw new UsageError(
      `${file}: unknown cloud "${name}"${didYouMean(name, names)}; the file has ${names.join(', ') || 'no clouds'}`,
    )
  const entry = clouds[name]
  return connectionFrom({
    kind: 'cloud',
    label: `cloud "${name}" of ${file}`,
    folder: dirname(file),
    isInsecure: at(entry, 'verify') === false || at(entry, 'insecure') === true,
    read: readerOf(entry),
  })
}
