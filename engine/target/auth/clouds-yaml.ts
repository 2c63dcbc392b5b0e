import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { UsageError } from '#engine/errors'
import { at, didYouMean, type Environment, isObject, readText, textAt, yamlProblem } from '#engine/input'
import type { ConnectionSettings } from './connection.ts'
import { connectionFrom, readerOf } from './connection-fields.ts'

/** Searches for a file like the OpenStack client: in the variable, the current folder, the user's folder, the system's folder. */
function findFile(
  stem: 'clouds' | 'secure' | 'clouds-public',
  variable: string,
  { env, cwd }: Environment,
): string | undefined {
  const named = env[variable]
  if (named) return resolve(cwd, named)
  const home = env['HOME'] ?? homedir()
  const folders = [cwd, join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'openstack'), '/etc/openstack']
  const files = folders.flatMap((folder) => ['yaml', 'yml', 'json'].map((ending) => join(folder, `${stem}.${ending}`)))
  return files.find((file) => existsSync(file))
}

function readClouds(file: string | undefined, key: 'clouds' | 'public-clouds' = 'clouds'): unknown {
  if (file === undefined) return undefined
  const text = readText(file)
  try {
    // YAML 1.1, as the OpenStack client reads it: with merge keys (`<<`), and with yes and no.
    return at(parse(text, { prettyErrors: false, version: '1.1' }), key)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${file}: not valid YAML: ${yamlProblem(reason)}`, { cause })
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

/** Returns the entry with this name, if the file has one. */
const entryOf = (clouds: unknown, name: string): unknown =>
  isObject(clouds) && Object.hasOwn(clouds, name) ? clouds[name] : undefined

/**
 * Merges an entry with the profile that it names, which is read from `public-clouds` of clouds-public.yaml. This package does not contain
 * the vendor profiles of openstacksdk: an entry that names one is rejected, because its identity service would be missing.
 */
function withProfile(entry: unknown, label: string, environment: Environment): unknown {
  const profile = textAt(entry, 'profile')
  if (profile === undefined) return entry
  const file = findFile('clouds-public', 'OS_CLIENT_VENDOR_FILE', environment)
  const profiles = readClouds(file, 'public-clouds')
  const base = entryOf(profiles, profile)
  if (base !== undefined) return overlay(base, entry)
  const names = isObject(profiles) ? Object.keys(profiles) : []
  const available = file === undefined ? 'there is no clouds-public.yaml' : `${file} has ${names.join(', ') || 'none'}`
  throw new UsageError(`${label}: unknown profile "${profile}"${didYouMean(profile, names)}; ${available}`, {
    hint: 'Profiles that openstacksdk contains are not read: write auth.auth_url and region_name of the vendor into the entry.',
  })
}

/** Describes files for a message: `clouds.yaml has a, b; secure.yaml has c`. */
const describeFiles = (files: readonly (readonly [file: string | undefined, clouds: unknown])[]): string =>
  files
    .flatMap(([file, clouds]) => {
      const names = isObject(clouds) ? Object.keys(clouds) : []
      return file === undefined ? [] : [`${file} has ${names.join(', ') || 'no clouds'}`]
    })
    .join('; ')

/**
 * Reads an entry of clouds.yaml, completed by secure.yaml. `regions` may list names, or objects with a name; without `region_name` the
 * first one is used. Throws a UsageError when there is no such file, entry or profile.
 */
export function connectionFromClouds(name: string, environment: Environment): ConnectionSettings {
  const file = findFile('clouds', 'OS_CLIENT_CONFIG_FILE', environment)
  if (file === undefined)
    throw new UsageError(`no clouds.yaml found for the cloud "${name}"`, {
      hint: 'Searched this folder, ~/.config/openstack and /etc/openstack; OS_CLIENT_CONFIG_FILE names another file.',
    })
  const secureFile = findFile('secure', 'OS_CLIENT_SECURE_FILE', environment)
  const [base, secure] = [readClouds(file), readClouds(secureFile)]
  const clouds = overlay(base, secure)
  const names = isObject(clouds) ? Object.keys(clouds) : []
  if (!isObject(clouds) || !Object.hasOwn(clouds, name)) {
    const files = describeFiles([
      [file, base],
      [secureFile, secure],
    ])
    throw new UsageError(`unknown cloud "${name}"${didYouMean(name, names)}; ${files}`)
  }
  const label = `cloud "${name}" of ${file}`
  if (!isObject(clouds[name])) throw new UsageError(`${label}: expected an object with auth`)
  const entry = withProfile(clouds[name], label, environment)
  return connectionFrom({
    kind: 'cloud',
    label,
    folder: dirname(file),
    isInsecure: at(entry, 'verify') === false || at(entry, 'insecure') === true,
    read: readerOf(entry),
  })
}
