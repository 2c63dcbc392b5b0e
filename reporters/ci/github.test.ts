import { expect, test } from 'vitest'
import { exampleReport as report } from '../example-report.fixture.ts'
import { renderGithub } from './github.ts'

const lines = (...[source, options]: Partial<Parameters<typeof renderGithub>>) =>
  renderGithub(source ?? report, options ?? { lang: 'en' })
    .trimEnd()
    .split('\n')

test('every line is one workflow command with a title', () => {
  for (const line of lines()) expect(line).toMatch(/^::(error|warning|notice) title=[^:,\r]+::[^\r]+$/)
})

test('begins with the verdict, then errors for failures that count, then warnings', () => {
  const commands = lines().map((line) => /^::(\w+) title=([^:]+)::/.exec(line)?.slice(1, 3))
  expect(commands).toEqual([
    ['notice', 'Compute API conformance%3A Not conformant'],
    ['error', 'servers.start.only-shutoff (must)'],
    ['error', 'servers.create.name-limit (must)'],
    ['error', 'Errors'],
    ['warning', 'servers.show.error-body (should)'],
    ['warning', '2 requirements wait for servers.start.only-shutoff'],
    ['warning', '1 requirement'],
    ['warning', 'keypairs.create.fingerprint (error)'],
    ['warning', 'servers.list.changes-since (unstable)'],
    ['warning', 'Leftover resources'],
    ['warning', 'Leftover resources'],
  ])
})

test('a broken recommendation is an error with --fail-on should', () => {
  expect(lines(report, { lang: 'en', failOn: 'should' }).join('\n')).toContain(
    '::error title=servers.show.error-body (should)::',
  )
})

test('escapes percent signs and line breaks, so that text of the target stays text', () => {
  const [first] = report.requirements.filter(({ outcome }) => outcome === 'fail')
  if (!first) throw new RangeError('the example report has a failure')
  const findings = [{ message: '50%0A::error::x\n::stop', at: 'status', expected: '1', actual: '2' }]
  const [, line] = lines({ ...report, requirements: [{ ...first, findings }], errors: [], causes: [] })
  expect(line).toMatch(/^::error title=[^:]+::50%250A::error::x␊::stop%0A {2}required by/)
})

test('GitHub shows ten annotations of a severity: the last one counts the others', () => {
  const errors = Array.from({ length: 12 }, (_, index) => `error ${index}`)
  const annotations = lines({ ...report, requirements: [], causes: [], errors }).filter((line) =>
    line.startsWith('::error'),
  )
  expect(annotations).toHaveLength(10)
  expect(annotations[9]).toBe('::error title=3 more::Errors, Errors, Errors')
})
