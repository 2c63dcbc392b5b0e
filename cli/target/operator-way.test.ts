/** Which ways to the states of an operator a configuration may name. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { withControl } from '../run/embedded.ts'
import { UsageError } from '../usage-error.ts'
import { resolveTarget } from './index.ts'
import { operatorWay } from './operator-way.ts'

const refusal = (target: Parameters<typeof operatorWay>[0]): string => {
  try {
    return `accepted: ${JSON.stringify(operatorWay(target))}`
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

async function resolved(control: boolean, change: object = {}) {
  const emulator = await startEmulator({ control })
  const cwd = mkdtempSync(join(tmpdir(), 'operator-way-'))
  onTestFinished(async () => {
    await emulator.close()
    rmSync(cwd, { recursive: true })
  })
  const { target, ...rest } = withControl(emulator)
  writeFileSync(join(cwd, 'config.json'), JSON.stringify({ ...rest, target: { ...target, ...change } }))
  const journal = join(cwd, 'journal')
  const { settings } = await resolveTarget(
    { config: 'config.json' },
    { env: {}, cwd, runId: 'r1', journal, warn: () => undefined },
  )
  return { settings, url: emulator.url }
}

test('names none unless told', () => {
  expect(operatorWay({})).toBeUndefined()
  expect(operatorWay({ novaActions: false })).toBeUndefined()
  expect(operatorWay({ novaActions: true })).toEqual({ by: 'novaActions' })
})

test.each(['http://127.0.0.1:8774/_emulator/', 'http://[::1]:8774/_emulator', 'http://localhost:8774/_emulator'])(
  'takes a control API on this machine: %s',
  (control) => {
    expect(operatorWay({ control })).toEqual({ by: 'control', url: control.replace(/\/$/, '') })
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

test('with a control API every state can be judged', async () => {
  const { settings, url } = await resolved(true)
  expect(settings.operator).toEqual({ by: 'control', url: `${url}/_emulator` })
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
