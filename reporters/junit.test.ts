import { describe, expect, test } from 'vitest'
import { applyWaivers } from '#results'
import { makeFinding, makeResult } from '../results/report.fixture.ts'
import { exampleReport as report } from './example-report.fixture.ts'
import { renderJunit } from './junit.ts'

/** Returns everything in an XML text that is not well-formed: unbalanced tags, and markup characters between them. */
function malformedParts(text: string): readonly string[] {
  const open: string[] = []
  const unbalanced: string[] = []
  const tag = /<(?:\?xml [^?]*\?|(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?))>/g
  for (const [, end, name = '', , empty] of text.matchAll(tag)) {
    if (end) {
      if (open.pop() !== name) unbalanced.push(`</${name}>`)
    } else if (!empty && name) open.push(name)
  }
  const between = text.replace(tag, '').replace(/&(?:amp|lt|gt|quot|apos);/g, '')
  return [...open, ...unbalanced, ...(between.match(/[<>&]/g) ?? [])]
}

/** Of each element: the attributes that it must have, those that it may have, and the elements that it may contain. */
const elements: Readonly<Record<string, readonly [required: string, optional: string, children: string]>> = {
  testsuites: ['', 'name tests failures errors time', 'testsuite'],
  testsuite: ['name tests failures errors', 'skipped time timestamp', 'testcase system-out'],
  testcase: ['name', 'classname time', 'skipped error failure'],
  skipped: ['', 'message', ''],
  error: ['', 'type message', ''],
  failure: ['', 'type message', ''],
  'system-out': ['', '', ''],
}

/**
 * Returns what the XML Schema of the Jenkins xUnit plugin (junit-10.xsd), which is that of Surefire with several
 * suites, does not allow. Expects well-formed XML.
 */
function schemaViolations(text: string): readonly string[] {
  const parents: string[] = []
  return [...text.matchAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"]*")*)(\/?)>/g)].flatMap(
    ([, end, name = '', list = '', empty]) => {
      if (end) {
        parents.pop()
        return []
      }
      const [required = '', optional = ''] = elements[name] ?? []
      const children = elements[parents.at(-1) ?? '']?.[2] ?? 'testsuites'
      const attributes = [...list.matchAll(/ ([a-z]+)="([^"]*)"/g)]
      const names = attributes.map(([, attribute]) => attribute)
      if (!empty) parents.push(name)
      return [
        ...(children.split(' ').includes(name) ? [] : [`<${name}> in <${parents.at(-1)}>`]),
        ...required.split(' ').filter((attribute) => attribute !== '' && !names.includes(attribute)),
        ...names.filter((attribute) => !`${required} ${optional}`.split(' ').includes(attribute ?? '')),
        ...attributes
          .filter(([, key, value = '']) => key === 'time' && !/^\d+(\.\d{3})?$/.test(value))
          .map(([whole]) => whole),
      ].map(String)
    },
  )
}

describe('renderJunit', () => {
  const xml = renderJunit(report, { lang: 'en' })

  test('has only the elements and attributes of the schemas of Jenkins and Surefire', () => {
    expect(schemaViolations(xml)).toEqual([])
    expect(schemaViolations(xml.replace('errors=', 'wrong='))).not.toEqual([])
  })

  test('has the totals of all suites, and the times of the tests', () => {
    const [first] = report.requirements
    if (!first) throw new RangeError('the example report has a requirement')
    const timed = renderJunit({ ...report, requirements: [{ ...first, ms: 1_234 }] }, { lang: 'en' })
    expect(xml).toMatch(/^<testsuites name="[^"]+" tests="21" failures="2" errors="10" time="83\.456">$/m)
    expect(timed).toContain('<testsuite name="versions" tests="1" failures="0" errors="0" skipped="0" time="1.234" ')
    expect(timed).toContain('name="versions.list.ids" time="1.234"/>')
  })

  test('is a failure of a recommendation only where it fails the run', () => {
    const element = (text: string) => /name="servers\.show\.error-body"[^>]*>(<[^>]*>)/.exec(text)?.[1]
    expect(element(xml)).toBe('<skipped message="should, failed: GET /servers/none returned 404 without a body.">')
    expect(element(renderJunit(report, { lang: 'en', failOn: 'should' }))).toMatch(/^<failure type="should" /)
  })

  test('is well-formed with text of a hostile target', () => {
    expect(malformedParts(xml)).toEqual([])
    expect(malformedParts(xml.replace('&lt;script', '<script'))).not.toEqual([])
  })

  test('contains a suite for each group and a case for each requirement', () => {
    const cases = [...xml.matchAll(/<testcase classname="([^"]+)" name="([^"]+)"/g)].map(([, group, id]) => [group, id])
    const expected = report.requirements.map(({ group, id }) => [group, id])
    expect(cases.filter(([group]) => group !== 'run' && group !== 'causes').sort()).toEqual(expected.sort())
  })

  test('contains a case for each error of the run', () => {
    expect(xml).toContain('<testcase classname="run" name="error 1" time="0"><error type="error" ')
  })

  test('begins with a case for each cause, with the ids of what it prevents', () => {
    const [first] = xml.match(/<testsuite [\s\S]*?<\/testsuite>/) ?? []
    expect(first).toMatch(/^<testsuite name="causes" tests="2" failures="0" errors="2" /)
    expect(first).toContain('name="1: 2 requirements wait for servers.start.only-shutoff"')
    expect(first).toMatch(/message="[^"]* returned 202; expected 409\.">\n {2}servers\.resize\.needs-confirmation\n/)
  })

  test('contains an error with the command that deletes it for each leftover resource', () => {
    expect(xml).toMatch(
      /name="leftover 1" time="0"><error type="leftover" message="[^"]+: server 0b1f6e2a-[^"]+ conformance-7kq2-1">\n {2}curl -sS -i -X DELETE /,
    )
  })

  test('has no error for what an accepted failure prevents, which fails no run', () => {
    const stop = 'servers.stop.becomes-shutoff'
    const blocked = 'servers.state.shutoff'
    const violation = makeResult(stop, 'fail', { findings: [makeFinding('The server stayed ACTIVE.')] })
    const requirements = [
      violation,
      makeResult(blocked, 'inconclusive', { reason: `not reached: ${stop} failed`, blockedBy: stop }),
    ]
    const clean = { ...report, errors: [], notes: [], resources: { ...report.resources, leaked: [] } }
    const waivers = [{ requirement: stop, reason: 'OPS-17', expires: '2027-03-31' }]
    const strict = renderJunit(applyWaivers({ ...clean, requirements }, [], '2026-01-01'), { lang: 'en' })
    const waived = renderJunit(applyWaivers({ ...clean, requirements }, waivers, '2026-01-01'), { lang: 'en' })
    expect(strict).toMatch(/^<testsuites name="[^"]+" tests="3" failures="1" errors="2" /m)
    expect(waived).toMatch(/^<testsuites name="[^"]+" tests="2" failures="0" errors="0" /m)
    expect(waived).toContain(
      `name="${blocked}" time="0.000"><skipped message="inconclusive: not reached: ${stop} failed"/>`,
    )
  })

  test('contains no suite of causes or of the run when there are none', () => {
    const resources = { ...report.resources, leaked: [] }
    const names = renderJunit({ ...report, causes: [], errors: [], notes: [], resources }, { lang: 'en' })
    expect(names).not.toMatch(/<testsuite name="(?:causes|run)"/)
  })

  test('counts the cases of each suite', () => {
    const suites = [
      ...xml.matchAll(
        /<testsuite name="([^"]+)" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"[^>]*>([\s\S]*?)<\/testsuite>/g,
      ),
    ]
    expect(suites.length).toBe(new Set(report.requirements.map(({ group }) => group)).size + 2)
    for (const [, , tests, failures, errors, skipped, body = ''] of suites) {
      const count = (element: string) => `${body.match(new RegExp(`<${element} `, 'g'))?.length ?? 0}`
      expect([tests, failures, errors, skipped]).toEqual(['testcase', 'failure', 'error', 'skipped'].map(count))
    }
  })

  test.for([
    ['servers.start.only-shutoff', '<failure type="must" '],
    ['servers.show.error-body', '<skipped '],
    ['servers.resize.needs-confirmation', '<error type="inconclusive" '],
    ['keypairs.create.fingerprint', '<error type="error" '],
    ['servers.list.changes-since', '<error type="unstable" '],
    ['servers.create.windows-flavor', '<skipped '],
    ['attachments.list.device', '<skipped '],
  ] as const)('gives the case of %s the element %s…', ([id, element]) => {
    const match = xml.match(new RegExp(`name="${id}" time="0.000">?(<[a-z]+ (?:type="[a-z]+" )?)`))
    expect(match?.[1]).toBe(element)
  })
})
