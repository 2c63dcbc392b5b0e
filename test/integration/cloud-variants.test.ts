/**
 * Clouds that are furnished otherwise than the one that the checks were written beside: none of them may know it. Everything
 * that a run needs is looked for through the catalog; only who signs in is told.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type EmulatorOptions, startEmulator } from '#emulator'
import type { Report } from '#results'
import { command, newFolder, write } from './process.fixture.ts'

const seed = {
  random: 77,
  zones: ['jp-east-7'],
  networkNames: ['backbone', 'storage', '관리망'],
  existingServers: 300,
  images: 60,
  flavorFamilies: ['x4', 'c5'],
}

const clouds: readonly (readonly [string, EmulatorOptions, scale: string])[] = [
  ['with other names and ids, 300 servers and 60 images', { seed }, '0.05'],
  ['that takes as long as a small real one', { seed: { random: 5 }, timing: 'realistic' }, '0.5'],
]

test.concurrent.each(clouds)(
  'a cloud %s passes',
  async (_, options, scale) => {
    const emulator = await startEmulator({ ...options, control: true })
    onTestFinished(() => emulator.close())
    const { target, other } = emulator.config
    const folder = newFolder()
    const as = (username: string) => ({ username, password: `${username}-password` })
    const auth = { authUrl: `${target.url}/identity/v2.0`, ...as('conformance') }
    const config = write(folder, 'config.json', { target, auth, other: { tenant: other.tenant, ...as('other') } })
    const alive = () => emulator.state.servers.all().filter(({ vmState }) => vmState !== 'deleted').length
    const before = alive()
    const args = ['--quiet', '--out', folder, '--report', 'json', '--timeout-scale', scale]
    const { code, err } = await command('run', '--config', config, ...args)
    const report: Report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
    const unmet = report.requirements.filter(({ outcome, off }) => outcome !== 'pass' && off !== true)
    expect(unmet.map(({ id, outcome, reason, findings }) => [id, outcome, reason ?? findings[0]?.message])).toEqual([])
    expect([code, err, report.errors]).toEqual([0, '', []])
    expect(alive()).toBe(before)
  },
  300_000,
)
