import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/fixtures/files.ts'
import { changedSince } from './git-changes.ts'

/** Creates a checkout with one commit. */
function checkout(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder()
  const git = (...options: readonly string[]) =>
    execFileSync('git', options, { cwd: folder, env: { PATH: process.env.PATH }, stdio: 'pipe' })
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  for (const [name, text] of Object.entries(files)) write(name, text)
  git('init', '--quiet')
  git('add', '.')
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message', 'first')
  return { folder, git, write }
}

describe('the changes since a revision', () => {
  test('are changed, new and deleted files with their texts then and now', () => {
    const { folder, git, write } = checkout({
      'package.json': '{}',
      same: 's',
      changed: 'old',
      gone: 'g',
      'a "b" ü': '1',
    })
    write('changed', 'new')
    write('a "b" ü', '2')
    write('untracked', 'u')
    write('staged', 't')
    git('add', 'staged')
    rmSync(join(folder, 'gone'))

    const files = changedSince('HEAD', folder).map(({ path, read }) => ({ path, ...read() }))
    expect(files.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'a "b" ü', before: '1', after: '2' },
      { path: 'changed', before: 'old', after: 'new' },
      { path: 'gone', before: 'g', after: '' },
      { path: 'staged', before: '', after: 't' },
      { path: 'untracked', before: '', after: 'u' },
    ])
  })

  test.each(['no-such-branch', '--output=x', ''])('are a usage error for the revision %j', (revision) => {
    const { folder } = checkout({ 'package.json': '{}' })
    expect(() => changedSince(revision, folder)).toThrow(/^--changed-since .*is not a revision/)
  })

  test('are a usage error outside of a checkout', () => {
    expect(() => changedSince('HEAD', temporaryFolder())).toThrow(/^--changed-since requires a Git checkout/)
  })
})
