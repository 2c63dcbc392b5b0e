/** Which ways to the states of an operator a configuration may name. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { UsageError } from '../errors.ts'
import { type RunOptions, resolveTarget } from './index.ts'
import { statusControl } from './status-control.ts'

const url = 'http://127.0.0.1:8774'
const warnings: string[] = []
const wayOf = (target: Parameters<typeof statusControl>[0]) =>
  statusControl({ url: `${url}/v2`, ...target }, url, (line) => warnings.push(line))

const refusal = (target: Parameters<typeof statusControl>[0]): string => {
  try {
    return `accepted: ${JSON.stringify(wayOf(target))}`
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

async function resolved(control: boolean, change: object = {}, options: RunOptions = {}) {
  const emulator = await startEmulator({ control })
  const cwd = mkdtempSync(join(tmpdir(), 'operator-way-'))
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

test('names none unless told', () => {
  expect(wayOf({})).toBeUndefined()
  expect(wayOf({ novaActions: false })).toBeUndefined()
  expect(wayOf({ novaActions: true })).toEqual({ by: 'novaActions' })
})

test.each(['http://127.0.0.1:8774/_emulator/', 'http://[::1]:8774/_emulator', 'http://localhost:8774/_emulator'])(
  'takes a control API on this machine: %s',
  (control) => {
    expect(wayOf({ control })).toEqual({ by: 'control', url: control.replace(/\/$/, '') })
  },
)

test.each(['http://192.0.2.7:8774/_emulator', 'https://127.0.0.1.example/_emulator', 'http://[2001:db8::1]/_emulator'])(
  'refuses a control API elsewhere: %s',
  (control) => {
    expect(refusal({ control })).toBe(`target.control: ${control} is not on this machine`)
  },
)

test('refuses two ways at once', () => {
  expect(refusal({ control: 'http://127.0.0.1:8774/_emulator', novaActions: true })).toMatch(/one of them is enough$/)
})

test('leaves another target than that of the file alone', () => {
  const to = (target: string) => statusControl({ url: target, novaActions: true }, url, (line) => warnings.push(line))
  expect(to(`${url}/v2/tenant`)).toEqual({ by: 'novaActions' })
  expect(to('http://127.0.0.1:8775')).toBeUndefined()
  expect(warnings).toEqual([`target.novaActions of the file is for http://127.0.0.1:8775, not for ${url}: not used.`])
})

test('is for a target that the file itself names', async () => {
  await expect(resolved(true, { url: undefined })).rejects.toThrow(/has no url; control needs it$/)
})

test('with a control API every state can be judged', async () => {
  const { settings, url } = await resolved(true)
  expect(settings.statusControl).toEqual({ by: 'control', url: `${url}/_emulator` })
  expect(settings.missing).toEqual({})
})

test("with Nova's own actions only some of them", async () => {
  const { settings } = await resolved(true, { control: undefined, novaActions: true })
  expect(settings.capabilities).toContain('operatorStates')
  expect(Object.keys(settings.missing)).toEqual(['anyState'])
})

test('refuses a control API that is not there', async () => {
  await expect(resolved(false)).rejects.toThrow(/^target\.control: http:\S+_emulator answers \d+/)
})
