/**
 * GET, PUT and DELETE below /servers/{serverId}/metadata: the pairs of a server. Only pairs of the run are changed: the vendor's
 * console uses others.
 */
import {
  type ApiResponse,
  allOf,
  assume,
  assumeDefined,
  assumeSuccess,
  describe,
  hasValue,
  isRejected,
  isSuccess,
  test,
  verifies,
} from '#harness'
import { asText } from '../support/as-text.ts'
import { readsOf, verifyChanges, verifyCreates, verifyKeepsOthers, verifyRemoves } from '../support/metadata-steps.ts'
import { orNone } from '../support/or-none.ts'
import {
  hasText,
  isWithoutPair,
  keepsPairs,
  listedPairs,
  pairsAt,
  removePair,
  setPair,
  shownPairs,
  showsPair,
  showWithPairs,
} from '../support/server-metadata.ts'
import { verifySameInDetail } from '../support/servers/agreement-checks.ts'

describe('/servers/{serverId}/metadata', () => {
  test(
    'creates, changes and deletes a pair, and keeps the others',
    verifies(
      'metadata.set.creates',
      'metadata.set.answer',
      'metadata.set.changes',
      'metadata.set.keeps-others',
      'metadata.delete.removes',
      'metadata.delete.keeps-others',
      'servers.show.equals-detail',
    ),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })
      const { pair, before } = await verifyCreates({ compute, verify }, server.id)
      const reads = readsOf({ compute, verify }, pair)
      // A key with the first one as its prefix must be kept apart from it.
      const second = { serverId: server.id, key: `${pair.key}-other` }
      const added = await setPair(compute, second, 'two')
      assumeSuccess(added, 'A second pair cannot be created.', 'metadata.set.creates')
      const firstPairs = keepsPairs({ ...before, [pair.key]: 'one' })
      await verify.soft('metadata.set.keeps-others').eventually(reads.server, firstPairs)

      const changed = await verifyChanges({ compute, verify }, pair)
      // So many pairs that a target with a limit might drop an old one.
      const more = ['-3', '-4'].map((end) => ({ serverId: server.id, key: `${pair.key}${end}` }))
      await verifyKeepsOthers({ compute, verify }, pair, more)
      await verifyRemoves({ compute, verify }, { pair, second, ...changed })

      // The server now has a pair that it was not created with.
      await verifySameInDetail(verify, compute, server).finally(async () => {
        for (const one of [second, ...more]) await removePair(compute, one)
      })
    },
  )

  test(
    'sets a deleted pair again, also one whose key has to be encoded in the path, and an empty value',
    verifies(
      'metadata.set.creates',
      'metadata.set.changes',
      'metadata.show.answers',
      'metadata.delete.removes',
      'metadata.unknown-refused',
    ),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })
      // The document does not say which characters a key may have. A target may decode the path twice, or a plus sign as a space.
      const keys = ['conformance 다시: a.b+%41', 'conformance again: a.b', 'conformance-again']
      let path = { serverId, key: '' }
      let isSet = false
      for (const key of keys) {
        if (isSet) break
        path = { serverId, key }
        isSet = (await setPair(compute, path, 'one')).isSuccess
      }
      assume(isSet, 'No pair can be set.', 'metadata.set.creates')
      const read = () => showWithPairs(compute, path)
      const hasValueOf = (value: string) => allOf(isSuccess, hasValue(`${shownPairs}/${path.key}`, value))
      await verify('metadata.set.creates').eventually(read, hasValueOf('one'))
      const readPair = () => compute.call('showServerMetadata', { path })
      const showsOne = allOf(isSuccess, hasValue(`body/meta/${path.key}`, 'one'))
      await verify.soft('metadata.show.answers').eventually(readPair, showsOne)

      verify('metadata.delete.removes').isSuccess(await removePair(compute, path))
      await verify('metadata.delete.removes').eventually(read, isWithoutPair(path.key))
      // As for a key that the server never had.
      const again = await compute.call('deleteServerMetadata', { path, mayBeRejected: true })
      verify.soft('metadata.unknown-refused').isDenied(again, isRejected)
      verify.complete('metadata.unknown-refused')

      // A target may take this text for a missing value.
      const second = 'null'
      verify('metadata.set.creates').isSuccess(await setPair(compute, path, second))
      await verify('metadata.set.creates').eventually(read, hasValueOf(second))
      verify.complete('metadata.set.creates')
      // The document does not say that a value may be empty.
      if ((await setPair(compute, path, '')).isSuccess)
        await verify.soft('metadata.set.changes').eventually(read, hasValueOf(''))
      // The former value counts as a new one.
      verify('metadata.set.changes').isSuccess(await setPair(compute, path, second))
      await verify.soft('metadata.set.changes').eventually(read, hasValueOf(second))
      verify.complete('metadata.set.changes')
      await removePair(compute, path)
    },
  )

  test(
    'lists and shows the pairs that the server shows',
    verifies('metadata.list.answers', 'metadata.list.equals-show', 'metadata.show.answers'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })
      // A target may take a dot for the beginning of a file extension, and digits for a number.
      const added = { serverId, key: 'conformance.listed' }
      // A list may show another spelling of it.
      const upper = { serverId, key: 'Conformance-Listed' }
      await orNone(setPair(compute, upper, 'upper case'))
      const isAdded = (await setPair(compute, added, '2026')).isSuccess
      // Without a new pair, one that the server has from its creation is read.
      const earlier = isAdded ? {} : pairsAt(await showWithPairs(compute, added), shownPairs)
      const pairs = Object.entries(isAdded ? { [added.key]: '2026' } : earlier)
      const [key, value] = pairs.find(([name, text]) => /^[\w.]+$/.test(name) && text !== '') ?? []
      const [shownKey, shownValue] = [
        assumeDefined(key, 'No pair can be created.', 'metadata.set.creates'),
        asText(value),
      ]
      const path = { serverId, key: shownKey }
      const isShown = showsPair(path.key, shownValue)
      const { value: shown, isDone } = await compute.poll(
        () => showWithPairs(compute, path),
        isShown,
        'propagation',
        'metadata.set.creates',
      )
      assume(isDone, 'The server does not show a new pair.', 'metadata.set.creates')

      // Each read may come from another replica, which may not have the pair yet.
      const readPairOf = (name: string) => () => compute.call('showServerMetadata', { path: { serverId, key: name } })
      const readList = () => compute.call('listServerMetadata', { path: { serverId } })
      const showsPairAlone = allOf(isSuccess, hasText(`body/meta/${shownKey}`, shownValue))
      await verify.soft('metadata.show.answers').eventually(readPairOf(shownKey), showsPairAlone)
      const listsPair = hasText(`${listedPairs}/${shownKey}`, shownValue)
      const isListed = (response: ApiResponse) => listsPair(response) === undefined
      const { value: list } = await compute.poll(readList, isListed, 'propagation', 'metadata.list.answers')
      // A pair that the server has from its creation, which a target may store elsewhere.
      const others = pairsAt(shown, shownPairs)
      const [otherKey, otherValue] =
        Object.entries(pairsAt(list, listedPairs)).find(
          ([name, text]) => /^\w+$/.test(name) && name !== shownKey && text !== '' && text === others[name],
        ) ?? []
      if (otherKey !== undefined) {
        const showsOther = allOf(isSuccess, hasText(`body/meta/${otherKey}`, asText(otherValue)))
        await verify.soft('metadata.show.answers').eventually(readPairOf(otherKey), showsOther)
      }
      verify.complete('metadata.show.answers')
      verify('metadata.list.answers').isSuccess(list)
      assume(!Array.isArray(list.at(listedPairs)), 'The metadata are an array.', 'metadata.list.object')
      verify('metadata.list.answers').matches(list, listsPair)
      verify.complete('metadata.list.answers')
      const [expected, actual] = [pairsAt(await showWithPairs(compute, path), shownPairs), pairsAt(list, listedPairs)]
      // A server that shows another spelling violates servers.create.metadata; then its list may have either.
      const isCompared = (key: string) => upper.key in expected || key.toLowerCase() !== upper.key.toLowerCase()
      const names = (pairs: object) => Object.keys(pairs).filter(isCompared).sort().join(', ')
      const isEqual =
        names(expected) === names(actual) &&
        Object.keys(expected).every((key) => !isCompared(key) || asText(expected[key]) === asText(actual[key]))
      verify.soft('metadata.list.equals-show').holds(isEqual, list, {
        message: 'The list of metadata differs from what the server shows.',
        at: listedPairs,
        expected: names(expected),
        actual: names(actual),
      })
      for (const pair of isAdded ? [upper, path] : [upper]) await removePair(compute, pair)
    },
  )
})
