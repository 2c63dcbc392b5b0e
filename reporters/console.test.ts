import { describe, expect, test } from 'vitest'
import { renderConsole } from './console.ts'
import { exampleReport as report } from './example-report.fixture.ts'
import { displayWidth } from './text/columns.ts'

describe('renderConsole', () => {
  const text = renderConsole(report, { lang: 'en' })

  test('shows the first finding of a failed must with all details', () => {
    const failure = text.slice(text.indexOf('✗ POST'), text.indexOf('✗ The target said'))
    expect(failure.split('\n').map((line) => line.slice(0, 15).trimEnd())).toEqual([
      '✗ POST /servers',
      '',
      '  test',
      '  required by',
      '  source',
      '  at',
      '  expected',
      '  actual',
      '  while',
      '  exchange',
      '  reproduce',
      '',
      '  + The server',
      '  + 3 more',
      '',
      '',
    ])
    expect(failure).toContain('servers.start.only-shutoff (must): os-start is rejected in any state but SHUTOFF.')
    expect(failure).toContain('#5 POST http://127.0.0.1:8774/v2/')
    expect(failure).toContain(
      report.requirements.find(({ id }) => id === 'servers.start.only-shutoff')?.findings[0]?.curl,
    )
  })

  test('counts further findings that say the same as the first', () => {
    const requirements = report.requirements.map((result) =>
      result.id === 'servers.start.only-shutoff'
        ? { ...result, more: 0, findings: [1, 2, 3].flatMap(() => result.findings.slice(0, 1)) }
        : result,
    )
    const rendered = renderConsole({ ...report, requirements }, { lang: 'en' })
    expect(rendered).toMatch(/reproduce.*\n\n {2}\+ 2 more\n/)
  })

  test('names the tests that found the same in other requests', () => {
    const requirements = report.requirements.map((result) =>
      result.id === 'servers.start.only-shutoff'
        ? {
            ...result,
            more: 0,
            findings: [5, 7, 8].flatMap((exchange) =>
              result.findings.slice(0, 1).map((finding) => ({ ...finding, exchange })),
            ),
          }
        : result,
    )
    const rendered = renderConsole({ ...report, requirements }, { lang: 'en' })
    expect(rendered).toMatch(
      /\n {2}test +is rejected in any state but SHUTOFF\n {2}also in +rejects a name of 256 characters\n {2}also in +answers <b>404/,
    )
    expect(rendered).not.toMatch(/\n {2}\+ (rejects a name|answers)/)
  })

  test('says how to get the token of the curl lines, unless the target has ended with the run', () => {
    expect(text).toContain('export OS_TOKEN="$(compute-conformance token)"')
    const embedded = { ...report, target: { ...report.target, embedded: true } }
    expect(renderConsole(embedded, { lang: 'en' })).not.toContain('compute-conformance token')
  })

  test('says how to get the token of the second tenant where a curl line needs it, in a line of its own', () => {
    expect(text).not.toContain('OTHER_TOKEN')
    const options = `--config ${'long/'.repeat(20)}target.yaml`
    const foreign: typeof report = JSON.parse(JSON.stringify(report).replaceAll('$OS_TOKEN', '$OTHER_TOKEN'))
    const rendered = renderConsole({ ...foreign, target: { ...foreign.target, options } }, { lang: 'en' })
    expect(rendered).toContain(`export OTHER_TOKEN="$(compute-conformance token --other ${options})"\n`)
  })

  test('shows the command that runs the tests of a failed requirement again', () => {
    const [failed] = report.requirements.filter(({ outcome }) => outcome === 'fail')
    if (!failed) throw new RangeError('the example report has a failure')
    const target = { ...report.target, profile: 'nhn' }
    const timed = renderConsole({ ...report, target, requirements: [{ ...failed, ms: 5 }] }, { lang: 'en' })
    expect(timed).toMatch(/ {2}test again +compute-conformance run --profile nhn --only servers\.start\.only-shutoff\n/)
  })

  test('begins with the cause that prevents most, a violated requirement by its id with its finding', () => {
    expect(text.split('\n').slice(0, 8)).toEqual([
      'Causes of undecided requirements (2)',
      '✗ 2 requirements wait for servers.start.only-shutoff',
      '    POST /servers/0b1f6e2a-92c4-4a43-8f0e-6f3a1d2b9c11/action returned 202; expected 409.',
      '    servers.resize.needs-confirmation, servers.reboot.hard',
      '? 1 requirement',
      expect.stringMatching(/no complete response/),
      expect.stringMatching(/gateway/),
      '    images.create.states',
    ])
  })

  test('shows a failed recommendation like a failed must', () => {
    const failure = text.slice(text.indexOf('Failed recommendations (1)'), text.indexOf('Unstable, or'))
    expect(failure).toContain('✗ GET /servers/none returned 404 without a body.')
    expect(failure).toMatch(/ {2}required by +servers\.show\.error-body \(should\): /)
    expect(failure).toMatch(/ {2}expected +\{"itemNotFound": …\}/)
  })

  test.for([
    ['427', 'line 427', '427행'],
    ['41-52', 'lines 41-52', '41-52행'],
    ['88, 97', 'lines 88, 97', '88, 97행'],
  ] as const)('formats the source lines %s as "%s", in Korean as "%s"', ([lines, en, ko]) => {
    const failed = report.requirements.filter(({ findings }) => findings.length > 0).slice(0, 1)
    const requirements = failed.map((result) => ({ ...result, source: { section: 'S', lines } }))
    expect(renderConsole({ ...report, requirements }, { lang: 'en' })).toContain(`S, ${en}\n`)
    expect(renderConsole({ ...report, requirements }, { lang: 'ko' })).toContain(`S, ${ko}\n`)
  })

  test('lists a reason for skipping once for all requirements that have it', () => {
    expect(text).toContain('2 × needs bootVolume')
    expect(text.match(/needs bootVolume/g)).toHaveLength(1)
    expect(text).not.toContain('Stock OpenStack has no such rule.')
  })

  test('lists a requirement that lacks several capabilities under each of them', () => {
    const both = 'needs server: no image: set resources.image; needs volume: no spare volume'
    const requirements = report.requirements.slice(0, 3).map((result, index) => ({
      ...result,
      outcome: 'skipped' as const,
      reason: index === 0 ? both : 'needs volume: no spare volume',
    }))
    const skipped = renderConsole({ ...report, requirements }, { lang: 'en' })
    expect(skipped).toContain('3 × needs volume: no spare volume')
    expect(skipped).toContain('1 × needs server: no image: set resources.image')
  })

  test('shows leftover resources with the command that deletes them', () => {
    expect(text).toContain(report.resources.leaked[0]?.remove)
  })

  test('lists resources that only may exist apart from those that are left', () => {
    const leaked = [
      { kind: 'keypair', id: 'unknown', name: 'key-1', remove: 'compute-conformance cleanup --run a' },
      { kind: 'server', id: 's-1', remove: 'curl' },
    ]
    const lines = renderConsole({ ...report, resources: { ...report.resources, leaked } }, { lang: 'en' }).split('\n')
    const lineAfter = (title: string) => lines[lines.findIndex((line) => line.startsWith(title)) + 1]
    expect(lineAfter('Leftover resources (1)')).toBe('  server s-1')
    expect(lineAfter('Resources that may exist: no response named them (1)')).toBe('  keypair key-1')
  })

  test('ends with the verdict', () => {
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'NOT CONFORMANT  At least one mandatory requirement fails. Not counted: 2 accepted failures.',
    )
  })

  test('takes at most twenty lines for a conformant run', () => {
    const passing = report.requirements.filter(({ outcome }) => outcome === 'pass')
    const requirements = Array.from({ length: 150 }, () => passing).flat()
    const resources = { ...report.resources, leaked: [] }
    const conformant = { ...report, verdict: 'conformant', requirements, causes: [], errors: [], resources } as const
    const lines = renderConsole(conformant, { lang: 'en' }).trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(20)
    expect(lines.join('\n')).toContain('300 passed')
    expect(lines.join('\n')).toMatch(/^ {2}Created and deleted: servers /m)
    const korean = renderConsole(conformant, { lang: 'ko' })
    expect(korean).toMatch(/^ {2}생성 후 모두 삭제: 서버 \d+, 키페어 /m)
    expect(text).toMatch(/^ {2}Created: servers /m)
  })

  test('contains the same text with and without colour', () => {
    const coloured = renderConsole(report, { lang: 'en', colour: true })
    expect(text).not.toContain('\x1b')
    expect(coloured).toContain('\x1b[')
    expect(coloured.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '')).toBe(text)
  })

  test.for(['en', 'ko'] as const)('wraps sentences at the given width, in %s', (lang) => {
    const requirements = report.requirements.filter(({ id }) => id !== 'servers.create.name-limit')
    const resources = { ...report.resources, leaked: [] }
    const narrow = renderConsole({ ...report, requirements, exchanges: [], resources }, { lang, width: 72 })
    const isUnwrapped = (line: string) => /curl|http:/.test(line) || line.trim().split(' ').length <= 2
    expect(narrow.split('\n').filter((line) => displayWidth(line) > 72 && !isUnwrapped(line))).toEqual([])
  })
})
