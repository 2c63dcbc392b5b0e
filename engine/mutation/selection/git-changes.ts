import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '#engine/errors'
import type { ChangedFile } from './changed-faults.ts'

/** Runs `git` in a folder and returns its output; undefined where it fails or is not installed. */
function git(folder: string, ...options: readonly string[]): string | undefined {
  try {
    return execFileSync('git', options, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return undefined
  }
}

/**
 * Returns the files below a folder that differ between a Git revision and the working tree, new ones included. Throws a
 * UsageError if the folder is not in a checkout, and for a revision that does not exist.
 */
export function changedSince(revision: string, folder: string): readonly ChangedFile[] {
  if (git(folder, 'ls-files', '--error-unmatch', '--', 'package.json') === undefined)
    throw new UsageError(
      `--changed-since requires a Git checkout and git: ${folder} is not a checkout, or git is not installed`,
    )
  const commit = git(folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`)?.trim()
  if (commit === undefined) throw new UsageError(`--changed-since ${revision} is not a revision of the Git checkout`)
  const changed = git(folder, 'diff', '--name-only', '--no-renames', '--relative', '-z', commit)
  const untracked = git(folder, 'ls-files', '--others', '--exclude-standard', '-z')
  if (changed === undefined || untracked === undefined)
    throw new UsageError(`--changed-since ${revision} cannot be compared with the working tree of ${folder}`)
  return `${changed}${untracked}`
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => ({ path, read: () => textsOf(path, commit, folder) }))
}

function textsOf(path: string, commit: string, folder: string) {
  const file = join(folder, path)
  return {
    before: git(folder, 'show', `${commit}:./${path}`) ?? '',
    after: existsSync(file) ? readFileSync(file, 'utf8') : '',
  }
}
