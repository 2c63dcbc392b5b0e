import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Report } from '#results'
import { renderJunit } from './junit.ts'

const report: Report = JSON.parse(readFileSync(new URL('./example-report.json', import.meta.url), 'utf8'))
const xml = renderJunit(report, { lang: 'en' })

/** Walks the tags: every one is closed in order and nothing but references and text stands between them. */
function strayMarkup(text: string): readonly string[] {
  const open: string[] = []
  const stray: string[] = []
  const tag = /<(?:\?xml [^?]*\?|(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?))>/g
  for (const [, end, name = '', , empty] of text.matchAll(tag)) {
    if (end) {
      if (open.pop() !== name) stray.push(`</${name}>`)
    } else if (!empty && name) open.push(name)
  }
  const between = text.replace(tag, '').replace(/&(?:amp|lt|gt|quot|apos);/g, '')
  return [...open, ...stray, ...(between.match(/[<>&]/g) ?? [])]
}

test('it is well-formed whatever the target said', () => {
  expect(strayMarkup(xml)).toEqual([])
  expect(strayMarkup(xml.replace('&lt;script', '<script'))).not.toEqual([])
})

test('there is a suite for each part of the register and a case for each requirement', () => {
  const cases = [...xml.matchAll(/<testcase classname="([^"]+)" name="([^"]+)"/g)].map(([, group, id]) => [group, id])
  const expected = report.requirements.map(({ group, id }) => [group, id])
  expect(cases.filter(([group]) => group !== 'run').sort()).toEqual(expected.sort())
})

test('the counts of each suite are those of its cases', () => {
  const suites = [
    ...xml.matchAll(
      /<testsuite name="([^"]+)" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"[^>]*>([\s\S]*?)<\/testsuite>/g,
    ),
  ]
  expect(suites.length).toBe(new Set(report.requirements.map(({ group }) => group)).size + 1)
  for (const [, , ...rest] of suites) {
    const body = rest.pop() ?? ''
    const count = (element: string) => `${body.match(new RegExp(`<${element} `, 'g'))?.length ?? 0}`
    expect(rest).toEqual([count('testcase'), count('failure'), count('error'), count('skipped')])
  }
})

test('a failure carries its level, and outcomes that judge nothing are errors or skips', () => {
  const element = (id: string) => xml.match(new RegExp(`name="${id}" time="0">?(<[a-z]+ (?:type="[a-z]+" )?)`))?.[1]
  expect(element('servers.start.only-shutoff')).toBe('<failure type="must" ')
  expect(element('servers.show.error-body')).toBe('<failure type="should" ')
  expect(element('servers.resize.needs-confirmation')).toBe('<error type="inconclusive" ')
  expect(element('keypairs.create.fingerprint')).toBe('<error type="error" ')
  expect(element('servers.list.changes-since')).toBe('<error type="unstable" ')
  expect(element('servers.create.windows-flavor')).toBe('<skipped ')
  expect(element('attachments.list.device')).toBe('<skipped ')
})
