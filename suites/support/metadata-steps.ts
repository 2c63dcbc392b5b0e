/** The steps of the test that creates, changes and deletes a pair of metadata. */
import {
  type ApiResponse,
  allOf,
  assume,
  type ComputeClient,
  hasValue,
  isSuccess,
  type Matcher,
  type Verify,
} from '#harness'
import {
  isWithoutPair,
  keepsPairs,
  listedPairs,
  type PairPath,
  pairsAt,
  removePair,
  setFirstPair,
  setPair,
  shownPairs,
  showsPair,
  showWithPairs,
} from './server-metadata.ts'
import { unusualText } from './unusual-text.ts'

/**
 * Values that differ between encodings and when they are escaped, are longer than a target might store, and have spaces at both ends. The
 * document does not say which characters a value may have, so a target may reject the first one, which has at most 255 characters even
 * where the target stores entities.
 */
const unusualValues = [` ${unusualText.padEnd(222, '값')} `, ` 세 번째 "값" & ${'v'.repeat(230)} `] as const

/** Values that a target may take for a number or a Boolean, and store in another form. */
const valuesOfOtherTypes = ['0012', 'true']

/** The fixtures of a step. */
interface StepFixtures {
  readonly compute: ComputeClient
  readonly verify: Verify
}

/** The reads of the server, of the list of its pairs, and of one pair; and the matchers of the value of that pair. */
export function readsOf({ compute }: StepFixtures, { serverId, key }: PairPath) {
  return {
    server: () => showWithPairs(compute, { serverId }),
    list: () => compute.call('listServerMetadata', { path: { serverId } }),
    pair: () => compute.call('showServerMetadata', { path: { serverId, key } }),
    /** Matches a response about the pair alone. */
    hasValueAlone: (value: string) => hasValue(`body/meta/${key}`, value),
    /** Matches a response that shows the server. */
    hasValueOfServer: (value: string) => allOf(isSuccess, hasValue(`${shownPairs}/${key}`, value)),
  }
}

/** Tells whether a key is not one of the run: an earlier test may have deleted such a pair, which a read may still show. */
const isForeign = (key: string): boolean => !/^conformance/i.test(key)

/** Creates a pair with the value `one`. Returns it, and the earlier pairs of the server that the run did not create. */
export async function verifyCreates({ compute, verify }: StepFixtures, serverId: string) {
  const shown = pairsAt(await showWithPairs(compute, { serverId }), shownPairs)
  const before = Object.fromEntries(Object.entries(shown).filter(([key]) => isForeign(key)))
  const { first: pair, created } = await setFirstPair(compute, serverId, 'one')
  const reads = readsOf({ compute, verify }, pair)
  verify('metadata.set.creates').isSuccess(created)
  verify.soft('metadata.set.answer').matches(created, reads.hasValueAlone('one'))
  await verify('metadata.set.creates').eventually(reads.server, reads.hasValueOfServer('one'))
  verify.complete('metadata.set.creates')
  return { pair, before }
}

/** What a change of a pair has shown. */
interface ChangedPair {
  /** The new value. */
  readonly value: string
  /** Whether showServerMetadata showed the pair before the change. */
  readonly isShownAlone: boolean
}

/** Sets a pair to the first unusual value that the target accepts, or tries to set it to the last one. */
async function setUnusualValue(compute: ComputeClient, pair: PairPath) {
  const [value, other] = unusualValues
  const response = await setPair(compute, pair, value, { mayBeRejected: true })
  return response.isSuccess ? { value, response } : { value: other, response: await setPair(compute, pair, other) }
}

/** Sets a pair to its own value, and then to another one. */
export async function verifyChanges({ compute, verify }: StepFixtures, pair: PairPath): Promise<ChangedPair> {
  const reads = readsOf({ compute, verify }, pair)
  const changes = verify.soft('metadata.set.changes')
  assume((await setPair(compute, pair, 'one')).isSuccess, 'A pair cannot be set again.', 'metadata.set.creates')
  await changes.eventually(reads.server, reads.hasValueOfServer('one'))
  // Other requirements cover whether a new pair is listed and shown.
  const isShownAlone = reads.hasValueAlone('one')(await reads.pair()) === undefined
  const isListed = pairsAt(await reads.list(), listedPairs)[pair.key] === 'one'
  const { value, response: changed } = await setUnusualValue(compute, pair)
  verify('metadata.set.changes').isSuccess(changed)
  await changes.eventually(reads.server, reads.hasValueOfServer(value))
  if (isShownAlone) await changes.eventually(reads.pair, reads.hasValueAlone(value))
  if (isListed) await changes.eventually(reads.list, hasValue(`${listedPairs}/${pair.key}`, value))
  verify.complete('metadata.set.changes')
  verify.soft('metadata.set.answer').matches(changed, reads.hasValueAlone(value))
  verify.complete('metadata.set.answer')
  return { value, isShownAlone }
}

/** Creates more pairs, and verifies that the server keeps those that it had before. */
export async function verifyKeepsOthers(
  { compute, verify }: StepFixtures,
  pair: PairPath,
  more: readonly PairPath[],
): Promise<void> {
  const reads = readsOf({ compute, verify }, pair)
  const hasAll = keepsPairs(pairsAt(await reads.server(), shownPairs))
  const values = new Map<string, string>()
  for (const [index, one] of more.entries()) {
    const value = valuesOfOtherTypes[index] ?? 'more'
    if ((await setPair(compute, one, value)).isSuccess) values.set(one.key, value)
  }
  const full = await verify.soft('metadata.set.keeps-others').eventually(reads.server, hasAll)
  recordChangedValue(compute, full, values)
  verify.complete('metadata.set.keeps-others')
  assume(hasAll(full) === undefined, 'Other pairs of the server have changed.', 'metadata.set.keeps-others')
}

/** Records a violation by a server that shows a new pair with another value than the one that was set. */
function recordChangedValue(compute: ComputeClient, shown: ApiResponse, values: ReadonlyMap<string, string>): void {
  for (const [key, expected] of values) {
    const actual = pairsAt(shown, shownPairs)[key]
    // servers.metadata covers a value that is not a string.
    if (typeof actual !== 'string' || actual === expected) continue
    const message = 'The server shows a new pair with another value than the one that was set.'
    compute.recordViolation('metadata.set.creates', shown, { message, at: `${shownPairs}/${key}`, expected, actual })
    return
  }
}

/** A pair to delete, and another one. */
interface RemovedPair extends ChangedPair {
  readonly pair: PairPath
  readonly second: PairPath
}

/** Deletes a pair, and verifies that the server keeps the others, even one with the same value. */
export async function verifyRemoves(
  { compute, verify }: StepFixtures,
  { pair, second, value, isShownAlone }: RemovedPair,
): Promise<void> {
  const reads = readsOf({ compute, verify }, pair)
  const removes = verify.soft('metadata.delete.removes')
  await setPair(compute, second, value)
  await compute.poll(reads.server, showsPair(second.key, value), 'propagation', 'metadata.set.changes')
  const { [pair.key]: _, ...others } = pairsAt(await reads.server(), shownPairs)
  verify('metadata.delete.removes').isSuccess(await removePair(compute, pair))
  await removes.eventually(reads.server, isWithoutPair(pair.key))
  await removes.eventually(reads.list, isWithoutPair(pair.key, listedPairs))
  // A target may return a default value for any key, which metadata.unknown-refused covers.
  const isGone = isWithoutPair(pair.key, 'body/meta')
  const lacksDeleted: Matcher = (response) => (reads.hasValueAlone(value)(response) ? undefined : isGone(response))
  if (isShownAlone) await removes.eventually(reads.pair, lacksDeleted)
  verify.complete('metadata.delete.removes')
  await verify.soft('metadata.delete.keeps-others').eventually(reads.server, keepsPairs(others))
  verify.complete('metadata.delete.keeps-others')
}
