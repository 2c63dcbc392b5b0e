import { describe, expect, test } from 'vitest'
import type { Finding } from '#model'
import { makeExchange } from '../../../../results/report.fixture.ts'
import { nodeDiff } from './node-diff.ts'

const finding = (at: string, actual = 'a', expected = 'b'): Finding => ({ message: '', at, expected, actual })
const withBody = (body: unknown) => ({
  ...makeExchange(1, 0),
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const lines = (...args: Parameters<typeof nodeDiff>): readonly string[] =>
  nodeDiff(...args).map(({ kind, text }) => `${{ context: ' ', actual: '-', expected: '+' }[kind]}${text}`)

describe('nodeDiff', () => {
  const server = { server: { id: 's', name: 'n', status: 17, links: [{ rel: 'self' }], flavor: { id: '1' }, x: null } }

  test('shows a status and a header on two lines', () => {
    expect(lines(finding('status', '202', '409'), undefined)).toEqual(['-HTTP 202', '+HTTP 409'])
    expect(lines(finding('status', '202', 'a rejection (4xx)'), undefined)).toEqual(['-HTTP 202', '+a rejection (4xx)'])
    expect(lines(finding('headers/location', 'absent', 'a URL'), withBody({}))).toEqual([
      '-location: absent',
      '+location: a URL',
    ])
  })

  test('shows a member among the lines around it', () => {
    expect(lines(finding('body/server/status', '17', 'a string'), withBody(server))).toEqual([
      '   "server": {',
      '     "id": "s",',
      '     "name": "n",',
      '-    "status": 17,',
      '+    "status": a string',
      '     "links": [',
      '       {',
      '         "rel": "self"',
    ])
  })

  test('shows the whole of an object, up to a limit', () => {
    expect(lines(finding('body/server/links/0', '{"rel":...', 'a link'), withBody(server)).slice(3, 7)).toEqual([
      '-      {',
      '-        "rel": "self"',
      '-      }',
      '+      a link',
    ])
    const long = { list: Array.from({ length: 50 }, (_, index) => index) }
    const shown = lines(finding('body/list', JSON.stringify(long.list), 'an empty list'), withBody(long))
    expect(shown).toHaveLength(12)
    expect(shown).toContain('-    …')
  })

  test('shows the text of a finding about a value beside the value', () => {
    const about = finding('body/server/status', 'SHUTOFF, 17', 'SHUTOFF, ACTIVE')
    expect(lines(about, withBody(server)).slice(3, 6)).toEqual([
      '     "status": 17,',
      '-    "status": SHUTOFF, 17',
      '+    "status": SHUTOFF, ACTIVE',
    ])
  })

  test('shows an absent member in the closest object that is there', () => {
    expect(lines(finding('body/server/flavor/a~1b', 'absent', 'a string'), withBody(server))).toEqual([
      '     ],',
      '     "flavor": {',
      '-      "a/b": absent',
      '+      "a/b": a string',
      '       "id": "1"',
      '     },',
      '     "x": null',
    ])
    expect(lines(finding('body/volume/id', 'absent', 'a string'), withBody({ x: 1 }))[1]).toMatch(
      /^-.*"volume": absent$/,
    )
  })

  test('shows two lines where the body is no JSON or not there', () => {
    for (const exchange of [undefined, withBody('<html>'), withBody('"text"'), withBody('{"cut":')])
      expect(lines(finding('body/server/id'), exchange)).toEqual(['-a', '+b'])
  })

  test('keeps no active character of the target, also where JSON had escaped it', () => {
    const [line] = lines(finding('body/a', '"...'), withBody('{"a":"\\u202e\\u001b[31m"}')).slice(1)
    expect(line).toBe('-  "a": "<U+202E>\\u001b[31m"')
  })
})
