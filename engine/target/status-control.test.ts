import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { UsageError } from '#engine/errors'
import { resolveTarget, type TargetOptions } from './index.ts'
import { statusControl } from './status-control.ts'

const url = 'http://127.0.0.1:8774'
const warnings: string[] = []
const controlOf = (target: Parameters<typeof statusControl>[0]) =>
  statusControl({ url: `${url}/v2`, ...target }, url, (line) => warnings.push(line))

const errorOf = (target: Parameters<typeof statusControl>[0]): string => {
  try {
    return `accepted: ${JSON.stringify(controlOf(target))}`
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

async function resolved(control: boolean, change: object = {}, options: TargetOptions = {}) {
  const emulator = await startEmulator({ control })
  const cwd = mkdtempSync(join(tmpdir(), 'status-control-'))
  onTestFinished(async () => {
    await emulator.close()
    rmSync(cwd, { recursive: true })
  })
  const { target, ...rest } = emulator.config
  writeFileSync(
    join(cwd, 'config.json'),
    JSON.stringify({ ...rest, target: { ...target, control: `${emulator.url}/_emulator`, ...change } }),
  )
  const journal = join(cwd, 'journal')
  const { settings } = await resolveTarget(
    { ...options, config: 'config.json' },
    { env: {}, cwd, runId: 'r1', journal, warn: () => undefined },
  )
  return { settings, url: emulator.url }
}

test('is undefined unless configured', () => {
  expect(controlOf({})).toBeUndefined()
  expect(controlOf({ novaActions: false })).toBeUndefined()
  expect(controlOf({ novaActions: true })).toEqual({ by: 'novaActions' })
})

test.each(['http://127.0.0.1:8774/_emulator/', 'http://[::1]:8774/_emulator', 'http://localhost:8774/_emulator'])(
  'accepts a control API on this machine: %s',
  (control) => {
    expect(controlOf({ control })).toEqual({ by: 'control', url: control.replace(/\/$/, '') })
  },
)

test.each(['http://192.0.2.7:8774/_emulator', 'https://127.0.0.1.example/_emulator', 'http://[2001:db8::1]/_emulator'])(
  'rejects a control API on another machine: %s',
  (control) => {
    expect(errorOf({ control })).toBe(`target.control: ${control} is not on this machine`)
  },
)

test('rejects control together with novaActions', () => {
  expect(errorOf({ control: 'http://127.0.0.1:8774/_emulator', novaActions: true })).toMatch(
    /cannot be combined; remove one of them$/,
  )
})

test('is ignored with a warning when the run has another target than the file', () => {
  const to = (target: string) => statusControl({ url: target, novaActions: true }, url, (line) => warnings.push(line))
  expect(to(`${url}/v2/tenant`)).toEqual({ by: 'novaActions' })
  expect(to('http://127.0.0.1:8775')).toBeUndefined()
  expect(warnings).toEqual([`target.novaActions is configured for http://127.0.0.1:8775, not for ${url}: ignored.`])
})

test('requires the URL of the target in the same file', async () => {
  await expect(resolved(true, { url: undefined })).rejects.toThrow(/url is missing; control requires it$/)
})

test('with a control API no capability is missing', async () => {
  const { settings, url } = await resolved(true)
  expect(settings.statusControl).toEqual({ by: 'control', url: `${url}/_emulator` })
  expect(settings.missing).toEqual({})
})

test('with novaActions the capability anyState is missing', async () => {
  const { settings } = await resolved(true, { control: undefined, novaActions: true })
  expect(settings.capabilities).toContain('operatorStates')
  expect(Object.keys(settings.missing)).toEqual(['anyState'])
})

test('rejects a control API that does not exist', async () => {
  await expect(resolved(false)).rejects.toThrow(/^target\.control: http:\S+_emulator returned \d+/)
})
