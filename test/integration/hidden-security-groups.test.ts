/** A target that does not show the security groups of its servers is accused of that, and of nothing that cannot be seen then. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Report } from '#results'
import { forwardWith, startProxy, type Tamper } from '../robustness/tampering-proxy.ts'
import { command, newFolder, write } from './process.fixture.ts'

/** Leaves the groups out of every description of a server, as a proxy in front of the emulator may. */
const withoutGroups: Tamper = ({ method, path }, genuine, response) => {
  if (method !== 'GET' || !/\/servers\/[^/?]+(\?|$)/.test(path) || genuine.status !== 200) return false
  const body: unknown = JSON.parse(genuine.body.toString('utf8'))
  return forwardWith(
    genuine,
    response,
    JSON.stringify(body, (key, value) => (key === 'security_groups' ? undefined : value)),
  )
}

test('a group that a server has, and nobody can see, may be taken away', async () => {
  const target = await startProxy(withoutGroups)
  onTestFinished(() => target.close())
  const folder = newFolder()
  // A group that every server has from the start.
  const resources = { ...target.config.resources, securityGroup: 'default' }
  const config = write(folder, 'config.json', { ...target.config, resources })
  const run = ['run', '--config', config, '--out', folder, '--report', 'json', '--timeout-scale', '0.05']
  await command(...run, '--only', 'groups.*')
  const { requirements }: Report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  const of = (outcome: string) => requirements.filter((one) => one.outcome === outcome).map(({ id }) => id)
  expect(of('fail')).toEqual([])
  expect(of('pass')).toContain('groups.remove.name-required')
})
