import { expect, test } from 'vitest'
import { shardFromCi } from './shard-from-ci.ts'

test.each([
  ['GitLab', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, { index: 2, count: 3 }],
  ['a GitLab job that is not parallel', { CI_NODE_TOTAL: '1' }, { index: 1, count: 1 }],
  ['Kubernetes', { JOB_COMPLETION_INDEX: '0', JOB_COMPLETIONS: '3' }, { index: 1, count: 3 }],
  ['CircleCI', { CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '3' }, { index: 3, count: 3 }],
  ['Buildkite', { BUILDKITE_PARALLEL_JOB: '1', BUILDKITE_PARALLEL_JOB_COUNT: '2' }, { index: 2, count: 2 }],
  ['Azure Pipelines', { SYSTEM_JOBPOSITIONINPHASE: '1', SYSTEM_TOTALJOBSINPHASE: '1' }, { index: 1, count: 1 }],
])('the variables of %s name the part', (_, env, shard) => {
  expect(shardFromCi(env)).toEqual(shard)
})

test.each([
  ['there are none', {}, /^no CI system has set which part this is; expected CI_NODE_INDEX and CI_NODE_TOTAL, /],
  ['the count is missing', { JOB_COMPLETION_INDEX: '1' }, /but not JOB_COMPLETIONS/],
  ['the index is too high', { JOB_COMPLETION_INDEX: '3', JOB_COMPLETIONS: '3' }, /name no part; the first index is 0/],
  ['they are no numbers', { CI_NODE_INDEX: 'a', CI_NODE_TOTAL: '3' }, /CI_NODE_INDEX=a and CI_NODE_TOTAL=3/],
])('a sentence says what is wrong when %s', (_, env, message) => {
  expect(shardFromCi(env)).toMatch(message)
})
