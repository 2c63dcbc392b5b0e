import { expect, test } from 'vitest'
import { commandFolder, reportFolder } from './report-folder.ts'

const whole = { out: 'conformance-report', shard: { index: 1, count: 1 } }

test.each([
  ['a whole run', whole, 'conformance-report'],
  ['a run of a part', { ...whole, only: ['servers.*'] }, 'conformance-report/part'],
  ['a run of what failed', { ...whole, failed: 'conformance-report/report.json' }, 'conformance-report/part'],
  ['a shard', { ...whole, shard: { index: 2, count: 3 } }, 'conformance-report/shard-2-of-3'],
  [
    'a shard of a part',
    { ...whole, skip: ['a'], shard: { index: 2, count: 3 } },
    'conformance-report/shard-2-of-3/part',
  ],
  ['a folder that was named', { ...whole, out: 'mine', only: ['servers.*'] }, 'mine'],
])('%s writes its reports to a folder of its own', (_, run, folder) => {
  expect(reportFolder(run)).toBe(folder)
})

test('other commands write theirs beside those of a run, unless a folder is named', () => {
  expect(commandFolder('check', 'conformance-report')).toBe('conformance-report/check')
  expect(commandFolder('check', 'mine')).toBe('mine')
})
