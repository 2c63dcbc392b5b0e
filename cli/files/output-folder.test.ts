import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureFolder } from './output-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'output-folder-'))

test('a folder is made with those above it, and may be there already', () => {
  const deep = join(folder, 'a', 'b', 'c')
  ensureFolder(deep)
  ensureFolder(deep)
  expect(existsSync(deep)).toBe(true)
})

test('what is a file, or below one, is refused', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(() => ensureFolder(file)).toThrow('EEXIST')
  expect(() => ensureFolder(join(file, 'below'))).toThrow('ENOTDIR')
})

test.skipIf(!existsSync('/proc/self'))('so is a place where nothing can be made, and at once', () => {
  expect(() => ensureFolder('/proc/no-such-process/out')).toThrow('ENOENT')
})
