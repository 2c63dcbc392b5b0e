import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from './output-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'output-folder-'))

test('a folder is made with those above it, and may be there already', () => {
  const deep = join(folder, 'a', 'b', 'c')
  makeFolder(deep)
  makeFolder(deep)
  expect(existsSync(deep)).toBe(true)
})

test('what is a file, or below one, is refused', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(() => makeFolder(file)).toThrow('EEXIST')
  expect(() => makeFolder(join(file, 'below'))).toThrow('ENOTDIR')
})

test.skipIf(!existsSync('/proc/self'))('so is a place where nothing can be made, and at once', () => {
  expect(() => makeFolder('/proc/no-such-process/out')).toThrow('ENOENT')
})
