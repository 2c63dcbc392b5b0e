import { expect, test } from 'vitest'
import { bootedServer, drive, stateOf } from './testing/driver.ts'
import { resolveTiming } from './timing.ts'

test('completes a partial table', () => {
  expect(resolveTiming({ stop: 5, create: [1, 2] })).toMatchObject({ stop: 5, create: [1, 2], start: 6 })
})

test.each([{ stop: -1 }, { create: [2, 1] }, { sleep: 1 }, { stop: '5' }, { stop: { polls: 1.5 } }, { stop: {} }])(
  'rejects %j',
  (table) => {
    expect(() => resolveTiming(table)).toThrow(TypeError)
  },
)

test('takes seconds per transition with the realistic timing', async () => {
  const driver = drive({ timing: 'realistic' })
  const id = await bootedServer(driver)
  expect(await stateOf(driver, id)).toMatch(/^BUILD/)
  driver.wait(5000)
  expect(await stateOf(driver, id)).toBe('ACTIVE/null')
})
