import { expect, test } from 'vitest'
import { renderReport, runConformance, startEmulator, UsageError } from './index.ts'

test('a run returns the report of a target', async () => {
  const emulator = await startEmulator()
  try {
    const { config, url } = emulator
    const progress: number[] = []
    const report = await runConformance({
      ...{ target: url, tenant: config.target.tenant, token: config.auth.token, only: ['versions.*'] },
      ...{ readOnly: true, onProgress: (finished) => progress.push(finished) },
    })
    expect(report).toMatchObject({ verdict: 'conformant', target: { url: `${url}/v2` }, errors: [] })
    expect(report.selection).toEqual({ only: ['versions.*'] })
    expect(progress.at(-1)).toBeGreaterThan(0)
    expect(JSON.parse(await renderReport(report, 'badge')).message).toMatch(/^conformant \(\d+\/\d+\)$/)
  } finally {
    await emulator.close()
  }
})

test('a run that is aborted before it starts does not start', async () => {
  const reason = new Error('no longer needed')
  await expect(runConformance({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

test('a signal stops a run, whose report says so, and no exit code of the process', async () => {
  const controller = new AbortController()
  const { exitCode } = process
  const report = await runConformance({
    ...{ only: ['servers.*'], signal: controller.signal, onProgress: () => controller.abort() },
  })
  expect(report.errors).toContain('The run was interrupted before all tests had finished.')
  expect(report.resources.leaked).toEqual([])
  expect(process.exitCode).toBe(exitCode)
})

test('wrong options are rejected', async () => {
  await expect(runConformance({ profile: 'novva' })).rejects.toThrow(UsageError)
  await expect(runConformance({ token: 'abcdefgh' })).rejects.toThrow('token is set, but no target is given')
  const misspelt = JSON.parse('{"maxServer":2}')
  await expect(runConformance(misspelt)).rejects.toThrow('there is no option maxServer (did you mean "maxServers"?)')
  const untyped = JSON.parse('{"config":{}}')
  await expect(runConformance(untyped)).rejects.toThrow('config: expected a string')
})
