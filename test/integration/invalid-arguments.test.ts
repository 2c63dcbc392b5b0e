import { expect, test } from 'vitest'
import { execCli } from '../fixtures/exec-cli.ts'

test.for<[string, readonly string[], string]>([
  ['a single report to compare', ['compare', 'a.json'], 'compare: got one report; expected two or more'],
  ['merge without a report', ['merge'], "missing required argument 'report.json' (see --help)"],
  ['a missing report', ['merge', 'none.json'], 'none.json: no such file'],
  ['a missing baseline', ['run', '--embedded', '--baseline', 'none.json'], 'none.json: no such file'],
  ['missing waivers', ['run', '--embedded', '--waivers', 'none.yaml'], 'none.yaml: no such file'],
  [
    'zero repeats',
    ['run', '--repeat', '0'],
    "option '--repeat <n>' argument '0' is invalid. expected a whole number from 1 up.",
  ],
])('the command line rejects %s with exit code 2', async ([, args, message]) => {
  const { code, stdout, stderr } = await execCli(...args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr.split('\n')[0]).toContain(message)
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
})
