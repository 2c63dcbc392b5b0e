import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureFolder } from './output-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'output-folder-'))

test('a folder is created with its parents, and may exist already', () => {
  const nested = join(folder, 'a', 'b', 'c')
  ensureFolder(nested)
  ensureFolder(nested)
  expect(existsSync(nested)).toBe(true)
})

test('a file, or a path below one, is rejected', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(() => ensureFolder(file)).toThrow('EEXIST')
  expect(() => ensureFolder(join(file, 'below'))).toThrow('ENOTDIR')
})

test.skipIf(!existsSync('/proc/self'))('a folder where nothing can be created is rejected immediately', () => {
  expect(() => ensureFolder('/proc/no-such-process/out')).toThrow('ENOENT')
})
