/** What comes after a run, as its users do it: shards merged, reports compared, failures excused, runs repeated. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEmulator, type RunningEmulator, startEmulator } from '#emulator'
import type { Report } from '#results'
import { command, newFolder, write } from './process.fixture.ts'

const folder = newFolder()
const at = (...parts: readonly string[]): string => join(folder, ...parts)
const read = (...parts: readonly string[]): Report => JSON.parse(readFileSync(at(...parts), 'utf8'))
const outcomesOf = ({ requirements }: Report) => requirements.map(({ id, outcome }) => [id, outcome])

describe('two shards of a run', () => {
  // However busy the machine is: a run that has to give up on something says something else.
  const run = (out: string, ...args: readonly string[]) =>
    command('run', '--embedded', '--timeout-scale', '1', '--out', at(out), '--report', 'json', ...args)

  beforeAll(async () => {
    const whole = await run('whole')
    const [one, two] = await Promise.all([run('one', '--shard', '1/2'), run('two', '--shard', '2/2')])
    expect([whole.code, one.code, two.code]).toEqual([0, 0, 0])
  }, 120_000)

  test('each know less than the whole', () => {
    const [whole, one, two] = [read('whole/report.json'), read('one/report.json'), read('two/report.json')]
    for (const part of [one, two]) expect(part.totals.pass).toBeLessThan(whole.totals.pass)
    expect(readdirSync(at('one'))).toEqual(['report.json'])
  })

  test('merged come to the same as one run', async () => {
    const parts = [at('one/report.json'), at('two/report.json')]
    const { code, out } = await command(
      'merge',
      ...parts,
      '--out',
      at('merged'),
      '--report',
      'json',
      '--report',
      'console',
    )
    expect(code).toBe(0)
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^CONFORMANT /)
    const [whole, merged] = [read('whole/report.json'), read('merged/report.json')]
    expect(outcomesOf(merged)).toEqual(outcomesOf(whole))
    expect(merged).toMatchObject({ verdict: whole.verdict, totals: whole.totals })
    expect(merged.coverage.properties).toEqual(whole.coverage.properties)
    expect(merged.resources.leaked).toEqual([])
  })

  test('do not overwrite one another when they are merged', async () => {
    const before = readFileSync(at('one/report.json'), 'utf8')
    const { code, err } = await command('merge', at('one/report.json'), at('two/report.json'), '--out', at('one'))
    expect(code).toBe(2)
    expect(err).toContain('would be overwritten by the new report')
    expect(readFileSync(at('one/report.json'), 'utf8')).toBe(before)
  })

  test('are not merged twice, nor with a run against something else', async () => {
    const one = at('one/report.json')
    const twice = await command('merge', one, one, '--out', at('none'))
    expect(twice).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^compute-conformance: Two of the reports contain run \w+\.\n$/),
    })
    const elsewhere = write(folder, 'elsewhere.json', {
      ...read('two/report.json'),
      target: { url: 'http://h', profile: 'toast', versions: [] },
    })
    const mixed = await command('merge', one, elsewhere, '--out', at('none'))
    expect(mixed).toMatchObject({ code: 2, err: expect.stringContaining('different targets') })
    expect(existsSync(at('none'))).toBe(false)
  })
})

describe('a target with a defect', () => {
  let emulator: RunningEmulator
  let config: string
  const run = (...args: readonly string[]) =>
    command('run', '--config', config, '--only', 'flavors.*', '--report', 'json', '--report', 'console', ...args)

  beforeAll(async () => {
    emulator = await startEmulator({ faults: ['flavors-min-ram-ignored'] })
    config = write(folder, 'config.json', emulator.config)
    expect((await run('--out', at('first'))).code).toBe(1)
  })
  afterAll(() => emulator.close())

  test('is as good as its baseline', async () => {
    const { code, out } = await run('--out', at('second'), '--baseline', at('first/report.json'))
    expect(out).toMatch(/also failed in run \w+ of 20\d\d-\d\d-\d\d/)
    expect(code).toBe(0)
    expect(read('second/report.json').totals.fail).toBe(1)
  })

  test('does not write its report over its baseline, which would excuse tomorrow what fails today', async () => {
    const before = read('first/report.json')
    const { code, err } = await run('--out', at('first'), '--baseline', at('first/report.json'))
    expect(code).toBe(2)
    expect(err).toMatch(/first\/report\.json: would be overwritten by the new report\n.*Give another --out/)
    expect(read('first/report.json')).toEqual(before)
  })

  test('is refused a baseline of another profile, before anything is sent to it', async () => {
    const other = write(folder, 'nova.json', {
      ...read('first/report.json'),
      target: { url: 'http://h', profile: 'nova', versions: [] },
    })
    const { code, err } = await run('--out', at('refused'), '--baseline', other)
    expect({ code, err }).toEqual({
      code: 2,
      err: 'compute-conformance: The baseline has profile nova; this run has profile toast.\n',
    })
  })

  test.for([
    ['until its waiver expires', '2999-12-31', 0, 'until 2999-12-31'],
    ['not after its waiver expired', '2020-12-31', 1, 'expired on 2020-12-31 and is ignored'],
  ] as const)('is accepted %s', async ([, expires, expected, told]) => {
    const waiver = { requirement: 'flavors.list.min-*', reason: 'fixed in 4.2', expires, ticket: 'OPS-1' }
    const { code, out } = await run('--out', at('waived'), '--waivers', write(folder, 'waivers.json', [waiver]))
    expect(code).toBe(expected)
    expect(out.replace(/\s+/g, ' ')).toContain(told)
  })

  test('is told that a waiver has become useless', async () => {
    const waivers = write(folder, 'stale.yaml', '- { requirement: flavors.name, reason: r, expires: 2999-12-31 }')
    const { code, out } = await run('--out', at('stale'), '--waivers', waivers)
    expect(code).toBe(1)
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Waiver for flavors.name (r): no longer needed, every requirement it covers passes.',
    )
  })

  test('is compared with one that has none: what regressed, with what was found', async () => {
    const honest = await startEmulator()
    try {
      const without = write(folder, 'honest.json', honest.config)
      await command('run', '--config', without, '--only', 'flavors.*', '--out', at('honest'), '--report', 'json')
    } finally {
      await honest.close()
    }
    const [good, bad] = [at('honest/report.json'), at('first/report.json')]
    const worse = await command('compare', good, bad)
    expect(worse).toMatchObject({
      code: 1,
      out: expect.stringMatching(/Regressed \(1\)\n +✗ flavors\.list\.min-ram \(must\): passed → failed\n/),
    })
    const better = await command('compare', bad, good, '--format', 'markdown', '--lang', 'ko')
    expect(better).toMatchObject({ code: 0, out: expect.stringContaining('### 해결 (1)') })
    const matrix = await command('compare', good, bad, good, '--format', 'json')
    expect(matrix.code).toBe(0)
    expect(JSON.parse(matrix.out).rows).toEqual([
      { id: 'flavors.list.min-ram', level: 'must', states: ['pass', 'fail', 'pass'] },
    ])
  })
})

describe('a target that changes from one repeat to the next', () => {
  /** An emulator with something in front that may change or answer a request. Every repeat looks at the root once. */
  async function repeated(out: string, front: (url: URL, repeat: number) => Response | undefined) {
    const server = createServer()
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const { port } = Object(server.address()) satisfies AddressInfo
    const emulator = createEmulator({}, `http://127.0.0.1:${port}`)
    let repeats = 0
    server.on(
      'request',
      getRequestListener((request) => {
        const url = new URL(request.url)
        if (url.pathname === '/') repeats++
        return front(url, repeats) ?? emulator.fetch(new Request(url, request))
      }),
    )
    const config = write(folder, `${out}.json`, emulator.config)
    const args = ['--only', 'flavors.*', '--repeat', '2', '--report', 'json', '--out', at(out)]
    try {
      const { code } = await command('run', '--config', config, ...args)
      expect(repeats).toBe(2)
      return { code, report: read(out, 'report.json') }
    } finally {
      server.close()
    }
  }

  test('is unstable where the repeats disagree, not condemned', async () => {
    const { code, report } = await repeated('unstable', (url, repeat) => {
      if (repeat === 2 && /^\d+$/.test(url.searchParams.get('minRam') ?? '')) url.searchParams.delete('minRam')
      return undefined
    })
    expect(code).toBe(3)
    expect(report).toMatchObject({ verdict: 'inconclusive', totals: { unstable: 1, fail: 0 } })
    expect(report.runId).toMatch(/^\w+\+\w+$/)
    expect(report.requirements.find(({ outcome }) => outcome === 'unstable')).toMatchObject({
      id: 'flavors.list.min-ram',
      reason: 'failed in 1 of 2 repeats, passed in 1',
      findings: expect.arrayContaining([expect.anything()]),
    })
    expect(readdirSync(at('unstable'))).toEqual(['report.json'])
  })

  test('is told of by what it has shown, when it takes no further repeat', async () => {
    const { code, report } = await repeated('closed', (_, repeat) =>
      repeat === 2 ? Response.json({ unauthorized: { code: 401, message: 'no' } }, { status: 401 }) : undefined,
    )
    expect(code).toBe(3)
    expect(report.errors).toEqual([expect.stringMatching(/^Repeat 2 of 2 could not be run: .*401/)])
    expect(report.totals.pass).toBeGreaterThan(5)
  })
})

describe('what cannot be is refused in one line', () => {
  test.for<[string, readonly string[], string]>([
    ['one report to compare', ['compare', 'a.json'], 'compare: got one report; expected two or more'],
    ['no report to merge', ['merge'], "missing required argument 'report.json' (see --help)"],
    ['a report that is not there', ['merge', 'none.json'], 'none.json: no such file'],
    ['a baseline that is not there', ['run', '--embedded', '--baseline', 'none.json'], 'none.json: no such file'],
    ['waivers that are not there', ['run', '--embedded', '--waivers', 'none.yaml'], 'none.yaml: no such file'],
    [
      'no repeat',
      ['run', '--repeat', '0'],
      "option '--repeat <n>' argument '0' is invalid. expected a whole number from 1 up.",
    ],
  ])('%s', async ([, args, message]) => {
    const { code, err, out } = await command(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.split('\n')[0]).toContain(message)
    expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
  })
})
