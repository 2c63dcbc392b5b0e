import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UsageError } from '#engine/errors'
import { thisProcess } from '#engine/journal'
import { lockMonitorFolder } from './monitor-lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'monitor-lock-'))
const lock = join(folder, 'monitor.lock')
const { startTime: _, ...own } = thisProcess()

test('a folder is free again after it was released', () => {
  const release = lockMonitorFolder(folder)
  expect(existsSync(lock)).toBe(true)
  release()
  expect(existsSync(lock)).toBe(false)
})

test('a folder in use by another process is rejected', () => {
  writeFileSync(lock, JSON.stringify({ ...own, pid: process.ppid }))
  expect(() => lockMonitorFolder(folder)).toThrow(UsageError)
  expect(() => lockMonitorFolder(folder)).toThrow(`another monitor (process ${process.ppid}) uses the folder ${folder}`)
})

test.each(['', '{"pid":', JSON.stringify({ ...own, pid: 2 ** 22 + 1 })])('the lock %j does not count', (text) => {
  writeFileSync(lock, text)
  lockMonitorFolder(folder)()
})
