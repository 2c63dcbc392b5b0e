/** A target that does not show the security groups of its servers: requirements that need them do not fail. */
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from '../fixtures/run-cli.ts'
import { forwardWith, startProxy, type Tamper } from '../fixtures/tampering-proxy.ts'

/** Removes the groups from every description of a server. */
const withoutGroups: Tamper = ({ method, path }, upstream, response) => {
  if (method !== 'GET' || !/\/servers\/[^/?]+(\?|$)/.test(path) || upstream.status !== 200) return false
  const body: unknown = JSON.parse(upstream.body.toString('utf8'))
  const removeGroups = (key: string, value: unknown) => (key === 'security_groups' ? undefined : value)
  return forwardWith(upstream, response, JSON.stringify(body, removeGroups))
}

test('no requirement about security groups fails when the target does not show them', async () => {
  const proxy = await startProxy(withoutGroups)
  onTestFinished(() => proxy.close())
  // Every server has the default group from the start.
  const resources = { ...proxy.config.resources, securityGroup: 'default' }
  const run = await runCli({ ...proxy.config, resources }, { only: ['groups.*'] })
  expect(run.resultsWith('fail').map(({ id }) => id)).toEqual([])
  expect(run.resultsWith('pass').map(({ id }) => id)).toContain('groups.remove.name-required')
})
