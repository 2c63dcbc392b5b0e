/** A search for a requirement id finds the suites that verify it: ids are written out, never built. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type RequirementId, requirementIds } from '#model'

const { declaredIds } = vi.hoisted(() => ({ declaredIds: new Set<string>() }))

/** The suites are loaded with a harness that runs no test and records what `verifies(…)` declares. */
vi.mock('#harness', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  describe: Object.assign((_title: string, define: () => void) => define(), {
    each: (cases: readonly unknown[]) => (_title: string, define: (one: unknown) => void) => cases.forEach(define),
  }),
  test: Object.assign(() => undefined, { for: () => () => undefined }),
  verifies: (...ids: readonly RequirementId[]) => {
    for (const id of ids) declaredIds.add(id)
  },
  verifiesPartly: ({ always, whereAvailable }: Record<'always' | 'whereAvailable', readonly RequirementId[]>) => {
    for (const id of [...always, ...whereAvailable]) declaredIds.add(id)
  },
}))

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

describe('requirement ids', () => {
  beforeAll(async () => {
    for (const file of files.filter((name) => /^(operations|lifecycle)\//.test(name)))
      await import(/* @vite-ignore */ join(folder, file))
  })

  test('that a suite declares are string literals in the sources of the suites', () => {
    const text = sources.map(({ source }) => source).join('\n')

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
