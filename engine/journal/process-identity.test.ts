import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, expect, test } from 'vitest'
import { isRunningElsewhere, processIdentityIn, thisProcess } from './process-identity.ts'

const child = spawn(process.execPath, ['-e', "process.stdout.write('ready'); setInterval(() => {}, 1000)"])
afterAll(() => child.kill('SIGKILL'))
const identity = () => ({ ...thisProcess(), pid: child.pid ?? 0 })
const { startTime: _, ...unknownStart } = identity()

test('a process is the same after it was written as JSON and read again', () => {
  expect(processIdentityIn(JSON.parse(JSON.stringify(thisProcess())))).toEqual(thisProcess())
})

test.each([undefined, null, 'x', {}, { pid: '1', host: 'h' }, { pid: 1 }])('%j names no process', (value) => {
  expect(processIdentityIn(value)).toBeUndefined()
})

test('the current process is not another one', () => {
  expect(isRunningElsewhere(thisProcess())).toBe(false)
})

test('another process runs until it ends; one with its number but another start, or of another host, is not it', async () => {
  await once(child.stdout, 'data')
  expect(isRunningElsewhere(unknownStart)).toBe(true)
  expect(isRunningElsewhere({ ...unknownStart, host: 'elsewhere.example' })).toBe(false)
  if (process.platform === 'linux') expect(isRunningElsewhere({ ...unknownStart, startTime: '1' })).toBe(false)
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
  expect(isRunningElsewhere(unknownStart)).toBe(false)
})
