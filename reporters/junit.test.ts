import { describe, expect, test } from 'vitest'
import { exampleReport as report } from './example-report.fixture.ts'
import { renderJunit } from './junit.ts'

/** Everything in an XML text that is not well-formed: unbalanced tags, and markup characters between them. */
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

describe('renderJunit', () => {
  const xml = renderJunit(report, { lang: 'en' })

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

  test('contains no suite of causes or of the run when there are none', () => {
    const names = renderJunit({ ...report, causes: [], errors: [], notes: [] }, { lang: 'en' })
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
    ['servers.show.error-body', '<failure type="should" '],
    ['servers.resize.needs-confirmation', '<error type="inconclusive" '],
    ['keypairs.create.fingerprint', '<error type="error" '],
    ['servers.list.changes-since', '<error type="unstable" '],
    ['servers.create.windows-flavor', '<skipped '],
    ['attachments.list.device', '<skipped '],
  ] as const)('gives the case of %s the element %s…', ([id, element]) => {
    const match = xml.match(new RegExp(`name="${id}" time="0">?(<[a-z]+ (?:type="[a-z]+" )?)`))
    expect(match?.[1]).toBe(element)
  })
})
