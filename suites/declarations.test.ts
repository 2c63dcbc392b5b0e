/** The declarations of the tests: ids are literals, so that a search finds the suites; and no requirement depends on the capabilities that others need. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { requirement } from '#contract'
import { type Capability, type RequirementId, requirementIds } from '#model'

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

const folder = import.meta.dirname
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test)\.ts$/.test(name))
const sources = files.map((file) => ({ file, source: readFileSync(join(folder, file), 'utf8') }))

/** Matches all ids that a template such as `servers.${list}.limit` can become. */
function patternOf(template: string): RegExp {
  const fixedParts = template.split(/\$\{[^{}]*\}/).map((part) => part.replaceAll('.', '\\.'))
  return new RegExp(`^${fixedParts.join('[\\w-]+(?:\\.[\\w-]+)*')}$`)
}

/** Expressions in a source text that can build a requirement id. */
function builtIds(source: string): string[] {
  const templates = (source.match(/[\w.-]*(?:\$\{[^{}]*\}[\w.-]*)+/g) ?? []).filter((template) => {
    const hasFixedDot = template.replaceAll(/\$\{[^{}]*\}/g, '').includes('.')
    return hasFixedDot && requirementIds.some((id) => patternOf(template).test(id))
  })
  const joined = source.match(/\.join\('\.'\)|'[\w.-]+\.'(?= \+)|(?<=\+ )'\.[\w.-]+'/g) ?? []
  const calls = source.match(/\bverif(?:y|y\.soft|ies)\((?:[^()]|\([^()]*\))*\)/g) ?? []
  return [...templates, ...joined, ...calls.filter((call) => /`| \+ /.test(call))]
}

beforeAll(async () => {
  for (const file of files.filter((name) => /^(operations|lifecycle)\//.test(name)))
    await import(/* @vite-ignore */ join(folder, file))
})

describe('requirement ids', () => {
  test('that a suite declares are string literals in the sources of the suites', () => {
    const text = sources.map(({ source }) => source).join('\n')

    const declaredIds = new Set(declarations.flat())
    expect(declaredIds.size).toBeGreaterThan(150)
    expect([...declaredIds].filter((id) => !text.includes(`'${id}'`))).toEqual([])
  })

  test('are not built from parts', () => {
    expect(sources.flatMap(({ file, source }) => builtIds(source).map((text) => `${file}: ${text}`))).toEqual([])
  })

  test.for([
    `verifies(\`servers.\${list.part}.limit\`)`,
    `const id = (claim) => \`servers.\${part}.\${claim}\``,
    "const id = 'servers.' + part",
    "verify.soft(part + '.limit').pass()",
    "verify(['servers', part, 'limit'].join('.'))",
  ])('are recognized as built in %s', (source) => {
    expect(builtIds(source)).not.toEqual([])
  })
})

test('no requirement is tested only where the target has what other requirements need', () => {
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
