/**
 * PUT, GET and DELETE below /servers/{serverId}/metadata: requests that have to be rejected, and then have no effect.
 */
import { allOf, assume, describe, hasValue, isRejected, isSuccess, probes, test } from '#harness'
import type { RequirementId } from '#model'
import { isWithoutPair, removePair, setPair, shownPairs, showsPair, showWithPairs } from '../support/server-metadata.ts'

describe('/servers/{serverId}/metadata, invalid requests', () => {
  test(
    'rejects a pair without meta, values of more than 255 characters, and unknown keys',
    probes('metadata.set.wrapper-required', 'metadata.set.limit', 'metadata.unknown-refused', 'status.not-found'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })
      const path = { serverId, key: 'conformance-limit' }
      const put = (body: unknown) => compute.call('setServerMetadata', { path, body, isInvalid: true })
      const read = () => showWithPairs(compute, path)
      const absent = { path: { serverId, key: 'conformance-absent' }, isInvalid: true }
      const isUnchanged = allOf(isSuccess, hasValue(`${shownPairs}/${path.key}`, 'x'), isWithoutPair(absent.path.key))
      const isSet = (await setPair(compute, path, 'x')).isSuccess
      let isKept = isSet && (await compute.poll(read, showsPair(path.key, 'x'), 'propagation', 'a new pair')).isDone
      /** A request that is rejected leaves the pairs as they are. The first one that does not is reported. */
      const verifyKept = async (id: RequirementId) => {
        if (isKept) isKept = isUnchanged(await verify.soft(id).eventually(read, isUnchanged)) === undefined
      }

      for (const operation of ['showServerMetadata', 'deleteServerMetadata'] as const) {
        const response = await compute.call(operation, absent)
        verify.soft('metadata.unknown-refused').isDenied(response, isRejected)
        verify.soft('status.not-found').hasListedStatus(response)
      }
      await verifyKept('metadata.unknown-refused')
      verify.complete('metadata.unknown-refused', 'status.not-found')
      verify.soft('metadata.set.wrapper-required').isRejected(await put({ [path.key]: 'y' }))
      await verifyKept('metadata.set.wrapper-required')
      verify.complete('metadata.set.wrapper-required')

      assume(isSet, 'No pair can be set.', 'metadata.set.creates')
      verify.soft('metadata.set.limit').isRejected(await put({ meta: { [path.key]: 'x'.repeat(256) } }))
      await verifyKept('metadata.set.limit')
      const longest = await setPair(compute, path, 'x'.repeat(255))
      verify.soft('metadata.set.limit').isSuccess(longest)
      await removePair(compute, path)
      const ofLength = (length: number) => ({ serverId, key: 'k'.repeat(length) })
      verify.soft('metadata.set.limit').isSuccess(await setPair(compute, ofLength(255), 'x'))
      const tooLong = { path: ofLength(256), body: { meta: { [ofLength(256).key]: 'x' } }, isInvalid: true }
      verify.soft('metadata.set.limit').isRejected(await compute.call('setServerMetadata', tooLong))
      await removePair(compute, ofLength(255))
    },
  )
})
