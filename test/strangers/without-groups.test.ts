/** Servers without a security group: the document and Nova allow that they omit the property, and a group that is added is shown. */
import { expect, onTestFinished, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { editing, isObject, type ProxyRule } from './proxy-rules.ts'
import { startTarget } from './start-target.ts'

/** Hides the group `default`, and omits the property where there is no other. */
const hidingDefault = (): ProxyRule =>
  editing('GET', /^\/servers\/./, ({ security_groups: groups, ...server }) => {
    const shown = Array.isArray(groups) ? groups.filter((group) => isObject(group) && group['name'] !== 'default') : []
    return { ...server, ...(shown.length > 0 && { security_groups: shown }) }
  })

const only = ['groups.add.attaches', 'groups.remove.detaches', 'servers.state.governs-actions']

test('a target that puts new servers in no group passes', async () => {
  const rules = [hidingDefault()]
  const proxy = await startTarget({ name: 'a target without a default group', rules: () => rules })
  onTestFinished(() => proxy.close())
  const run = await runSuites(proxy.config, { only })

  for (const id of only) expect(run.requirement(id), id).toMatchObject({ outcome: 'pass', findings: [] })
})
