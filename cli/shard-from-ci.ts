import type { Shard } from '#engine/runner'

type Variables = Readonly<Record<string, string | undefined>>

/** Variables of a CI system that say which of several equal jobs this one is. */
interface ShardVariables {
  readonly system: string
  readonly index: string
  readonly count: string
  /** The index of the first job. */
  readonly first: 0 | 1
}

const systems: readonly ShardVariables[] = [
  { system: 'GitLab CI (parallel)', index: 'CI_NODE_INDEX', count: 'CI_NODE_TOTAL', first: 1 },
  // Kubernetes sets the index alone: the manifest of the Job has to repeat its completions.
  { system: 'a Kubernetes indexed Job', index: 'JOB_COMPLETION_INDEX', count: 'JOB_COMPLETIONS', first: 0 },
  { system: 'CircleCI (parallelism)', index: 'CIRCLE_NODE_INDEX', count: 'CIRCLE_NODE_TOTAL', first: 0 },
  {
    ...{ system: 'Buildkite (parallelism)', first: 0 },
    ...{ index: 'BUILDKITE_PARALLEL_JOB', count: 'BUILDKITE_PARALLEL_JOB_COUNT' },
  },
  {
    ...{ system: 'Azure Pipelines (parallel)', first: 1 },
    ...{ index: 'SYSTEM_JOBPOSITIONINPHASE', count: 'SYSTEM_TOTALJOBSINPHASE' },
  },
  { system: 'Semaphore (parallelism)', index: 'SEMAPHORE_JOB_INDEX', count: 'SEMAPHORE_JOB_COUNT', first: 1 },
  {
    ...{ system: 'Bitbucket Pipelines', first: 0 },
    ...{ index: 'BITBUCKET_PARALLEL_STEP', count: 'BITBUCKET_PARALLEL_STEP_COUNT' },
  },
]

/** The systems and their variables, for messages. */
const known = systems.map(({ index, count }) => `${index} and ${count}`).join(', ')

/**
 * Returns the shard of `--shard auto`: which of the parallel jobs of a CI system this is.
 * @returns a sentence instead when the variables are missing or make no sense
 */
export function shardFromCi(env: Variables): Shard | string {
  const found = systems.find(({ index }) => (env[index] ?? '') !== '')
  // A job of GitLab that is not parallel has a number of jobs, but no index.
  if (!found && systems.some(({ count }) => env[count] === '1')) return { index: 1, count: 1 }
  if (!found) return `no CI system has set which part this is; expected ${known}, or I/N such as 1/3.`
  const { system, first } = found
  const [indexText, countText] = [env[found.index], env[found.count]]
  if ((countText ?? '') === '') return `${found.index} is set, but not ${found.count}, the number of jobs of ${system}.`
  const shard = { index: Number(indexText) + 1 - first, count: Number(countText) }
  const isShard = Number.isInteger(shard.index) && Number.isInteger(shard.count)
  if (isShard && shard.index >= 1 && shard.index <= shard.count) return shard
  return `${found.index}=${indexText} and ${found.count}=${countText} of ${system} name no part; the first index is ${first}.`
}
