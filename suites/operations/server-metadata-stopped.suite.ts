/**
 * PUT and DELETE below /servers/{serverId}/metadata of a stopped server.
 */
import { type ApiResponse, allOf, assume, describe, hasValue, isSuccess, test, verifies } from '#harness'
import {
  awaitShownPair,
  hasText,
  isWithoutPair,
  listedPairs,
  pairsAt,
  removePair,
  setPair,
  shownPairs,
  showsPair,
  showWithPairs,
} from '../support/server-metadata.ts'
import { untilActive } from '../support/servers/active-server.ts'

describe('/servers/{serverId}/metadata of a stopped server', () => {
  test(
    'creates, lists and deletes a pair of a stopped server',
    verifies('metadata.set.creates', 'metadata.delete.removes', 'metadata.list.answers'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const path = { serverId, key: 'conformance-stopped' }
      const read = () => showWithPairs(compute, path)
      verify('metadata.set.creates').isSuccess(await setPair(compute, path, 'yes'))
      await awaitShownPair(compute, path, 'yes')
      const hasPair = allOf(isSuccess, hasValue(`${shownPairs}/${path.key}`, 'yes'))
      await verify('metadata.set.creates').eventually(read, hasPair)
      verify.complete('metadata.set.creates')
      const readList = () => compute.call('listServerMetadata', { path: { serverId } })
      const isListed = (list: ApiResponse) =>
        Array.isArray(list.at(listedPairs)) || path.key in pairsAt(list, listedPairs)
      const { value: listed } = await compute.poll(readList, isListed, 'propagation', 'metadata.list.answers')
      verify.soft('metadata.list.answers').matches(listed, isSuccess)
      // metadata.list.object covers an array.
      if (!Array.isArray(listed.at(listedPairs)))
        verify.soft('metadata.list.answers').matches(listed, hasText(`${listedPairs}/${path.key}`, 'yes'))
      verify.complete('metadata.list.answers')
      const kept = { serverId, key: 'conformance-kept' }
      const isKept = (await setPair(compute, kept, 'true')).isSuccess
      const isThere = showsPair(path.key, 'yes')(await read())
      assume(isThere, 'A pair was lost when another one was set.', 'metadata.set.keeps-others')
      verify('metadata.delete.removes').isSuccess(await removePair(compute, path))
      await verify('metadata.delete.removes').eventually(read, isWithoutPair(path.key))
      verify.complete('metadata.delete.removes')

      // The oracle reports a start that loses the other pair.
      const body = { 'os-start': null }
      const started = isKept ? await compute.call('actOnServer', { path: { serverId }, body }) : undefined
      if (started?.isSuccess)
        await compute.waitForServer(serverId, { ...untilActive, after: 'os-start', name: 'start' })
      await removePair(compute, kept)
    },
  )
})
