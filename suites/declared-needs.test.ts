import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { requirement } from '#contract'
import type { Capability, RequirementId } from '#model'

/** Of each test, the requirements without whose needs it does not run. */
const { declarations } = vi.hoisted(() => ({ declarations: [] as (readonly RequirementId[])[] }))

/** The suites are loaded with a harness that runs no test and records what the tests declare. */
vi.mock('#harness', async (importOriginal) => {
  const declare = (...ids: readonly RequirementId[]) => declarations.push(ids)
  return {
    ...(await importOriginal<object>()),
    describe: Object.assign((_title: string, define: () => void) => define(), {
      each: (cases: readonly unknown[]) => (_title: string, define: (one: unknown) => void) => cases.forEach(define),
    }),
    test: Object.assign(() => undefined, { for: () => () => undefined }),
    verifies: declare,
    probes: declare,
    finalProbes: declare,
    verifiesPartly: ({ always, whereAvailable }: Record<'always' | 'whereAvailable', readonly RequirementId[]>) => {
      declare(...always)
      for (const id of whereAvailable) declare(...always, id)
    },
  }
})

const needsOf = (id: RequirementId): readonly Capability[] => requirement(id).needs

test('no requirement is tested only where the target has what other requirements need', async () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  const suites = files.filter((name) => /^(operations|lifecycle)\/.*\.suite\.ts$/.test(name))
  for (const name of suites) await import(join(import.meta.dirname, name))
  expect(declarations.length).toBeGreaterThan(300)

  const lost = [...new Set(declarations.flat())].flatMap((id) => {
    const needs = new Set(needsOf(id))
    const foreign = declarations
      .filter((ids) => ids.includes(id))
      .map((ids) => ids.flatMap(needsOf).filter((need) => !needs.has(need)))
    return foreign.every((others) => others.length > 0)
      ? [`${id} needs ${[...new Set(foreign.flat())].join(', ')}`]
      : []
  })
  expect(lost).toEqual([])
})
