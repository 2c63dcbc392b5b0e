/**
 * GET, PUT and DELETE below /servers/{serverId}/metadata: the pairs of a server. Only pairs of the run are changed: the vendor's
 * console uses others.
 */
import {
  type ApiResponse,
  allOf,
  assume,
  assumeSuccess,
  describe,
  hasValue,
  isRejected,
  isSuccess,
  type Matcher,
  probes,
  test,
  verifies,
} from '#harness'
import { verifySameInDetail } from '../support/servers/agreement-checks.ts'
import {
  beyondAscii,
  isWithout,
  keeps,
  listedPairs as listed,
  pairsAt,
  remove,
  set,
  show,
  shownPairs as shown,
} from '../support/servers/metadata-pairs.ts'

describe('/servers/{serverId}/metadata', () => {
  test(
    'creates, changes and deletes a pair, and leaves the others alone',
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
      const serverId = server.id
      const first = { serverId, key: 'Conformance' }
      // A key that begins with the other one is another key.
      const second = { serverId, key: 'Conformance-other' }
      const read = () => show(compute, first)
      const readList = () => compute.call('listServerMetadata', { path: { serverId } })
      const before = pairsAt(await read(), shown)

      const created = await set(compute, first, 'one')
      verify('metadata.set.creates').isSuccess(created)
      const answers = (value: string) => hasValue(`body/meta/${first.key}`, value)
      verify.soft('metadata.set.answer').matches(created, answers('one'))
      const hasFirst = (value: string) => allOf(isSuccess, hasValue(`${shown}/${first.key}`, value))
      await verify('metadata.set.creates').eventually(read, hasFirst('one'))
      verify.complete('metadata.set.creates')

      const added = await set(compute, second, 'two')
      assumeSuccess(added, 'A second pair cannot be created.', 'metadata.set.creates')
      await verify.soft('metadata.set.keeps-others').eventually(read, keeps({ ...before, [first.key]: 'one' }))

      assume((await set(compute, first, 'one')).isSuccess, 'A pair cannot be set again.', 'metadata.set.creates')
      await verify.soft('metadata.set.changes').eventually(read, hasFirst('one'))
      // That a new pair is listed and shown by itself are other requirements.
      const readPair = () => compute.call('showServerMetadata', { path: first })
      const isShownAlone = (await readPair()).at(`body/meta/${first.key}`) === 'one'
      const isListed = pairsAt(await readList(), listed)[first.key] === 'one'
      const changed = await set(compute, first, beyondAscii)
      verify('metadata.set.changes').isSuccess(changed)
      await verify.soft('metadata.set.changes').eventually(read, hasFirst(beyondAscii))
      if (isShownAlone) await verify.soft('metadata.set.changes').eventually(readPair, answers(beyondAscii))
      if (isListed)
        await verify.soft('metadata.set.changes').eventually(readList, hasValue(`${listed}/${first.key}`, beyondAscii))
      verify.complete('metadata.set.changes')
      verify.soft('metadata.set.answer').matches(changed, answers(beyondAscii))
      verify.complete('metadata.set.answer')

      // As many that an old one has no room beside them, if room were short.
      const more = ['Conformance.3', 'Conformance.4'].map((key) => ({ serverId, key }))
      for (const pair of more) await set(compute, pair, 'more')
      const hasAll = keeps({ ...before, [first.key]: beyondAscii, [second.key]: 'two' })
      const full = await verify.soft('metadata.set.keeps-others').eventually(read, hasAll)
      verify.complete('metadata.set.keeps-others')
      assume(hasAll(full) === undefined, 'The server does not show a new pair.', 'metadata.set.keeps-others')

      const others = pairsAt(await read(), shown)
      verify('metadata.delete.removes').isSuccess(await remove(compute, first))
      await verify.soft('metadata.delete.removes').eventually(read, isWithout(first.key))
      await verify.soft('metadata.delete.removes').eventually(readList, isWithout(first.key, listed))
      const isGone = isWithout(first.key, 'body/meta')
      // Another value is one that the target shows for any key: see metadata.unknown-refused.
      const lacksDeleted: Matcher = (response) => (answers(beyondAscii)(response) ? undefined : isGone(response))
      if (isShownAlone) await verify.soft('metadata.delete.removes').eventually(readPair, lacksDeleted)
      verify.complete('metadata.delete.removes')
      const { [first.key]: _, ...kept } = others
      await verify.soft('metadata.delete.keeps-others').eventually(read, keeps(kept))
      verify.complete('metadata.delete.keeps-others')
      // The second pair is not as old as the server.
      await verifySameInDetail(verify, compute, server).finally(async () => {
        for (const pair of [second, ...more]) await remove(compute, pair)
      })
    },
  )

  test(
    'sets a deleted pair again, also one whose key has to be encoded in the path, and an empty value',
    verifies('metadata.set.creates', 'metadata.set.changes', 'metadata.show.answers', 'metadata.delete.removes'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })
      const plain = { serverId, key: 'conformance-again' }
      const unusual = { serverId, key: 'conformance again: a.b' }
      // The document does not say which characters a key may have.
      const isUnusual = (await set(compute, unusual, 'one')).isSuccess
      const path = isUnusual ? unusual : plain
      if (!isUnusual) assumeSuccess(await set(compute, path, 'one'), 'No pair can be set.', 'metadata.set.creates')
      const read = () => show(compute, path)
      const hasValueOf = (value: string) => allOf(isSuccess, hasValue(`${shown}/${path.key}`, value))
      await verify('metadata.set.creates').eventually(read, hasValueOf('one'))
      const one = await compute.call('showServerMetadata', { path })
      verify.soft('metadata.show.answers').matches(one, isSuccess, hasValue(`body/meta/${path.key}`, 'one'))

      verify('metadata.delete.removes').isSuccess(await remove(compute, path))
      await verify('metadata.delete.removes').eventually(read, isWithout(path.key))

      verify('metadata.set.creates').isSuccess(await set(compute, path, 'two'))
      await verify('metadata.set.creates').eventually(read, hasValueOf('two'))
      verify.complete('metadata.set.creates')
      // The document does not say that a value may be empty.
      if ((await set(compute, path, '')).isSuccess)
        await verify.soft('metadata.set.changes').eventually(read, hasValueOf(''))
      verify.complete('metadata.set.changes')
      await remove(compute, path)
    },
  )

  test(
    'creates and deletes a pair of a stopped server',
    verifies('metadata.set.creates', 'metadata.delete.removes'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const path = { serverId, key: 'conformance-stopped' }
      const read = () => show(compute, path)
      verify('metadata.set.creates').isSuccess(await set(compute, path, 'yes'))
      const showsPair = allOf(isSuccess, hasValue(`${shown}/${path.key}`, 'yes'))
      await verify('metadata.set.creates').eventually(read, showsPair)
      verify.complete('metadata.set.creates')
      verify('metadata.delete.removes').isSuccess(await remove(compute, path))
      await verify('metadata.delete.removes').eventually(read, isWithout(path.key))
    },
  )

  test(
    'lists and shows the pairs that the server shows',
    verifies('metadata.list.answers', 'metadata.list.equals-show', 'metadata.show.answers'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })
      // A dot is easily taken for the beginning of a format.
      const path = { serverId, key: 'conformance.listed' }
      assume((await set(compute, path, 'yes')).isSuccess, 'No pair can be created.', 'metadata.set.creates')
      const isShown = (response: ApiResponse) => pairsAt(response, shown)[path.key] === 'yes'
      const { isDone } = await compute.poll(() => show(compute, path), isShown, 'propagation', 'metadata.set.creates')
      assume(isDone, 'The server does not show a new pair.', 'metadata.set.creates')

      const one = await compute.call('showServerMetadata', { path })
      verify.soft('metadata.show.answers').matches(one, isSuccess, hasValue(`body/meta/${path.key}`, 'yes'))
      verify.complete('metadata.show.answers')
      const list = await compute.call('listServerMetadata', { path: { serverId } })
      verify('metadata.list.answers').isSuccess(list)
      assume(!Array.isArray(list.at(listed)), 'The metadata are an array.', 'metadata.list.object')
      verify('metadata.list.answers').matches(list, hasValue(`${listed}/${path.key}`, 'yes'))
      verify.complete('metadata.list.answers')
      const [expected, actual] = [pairsAt(await show(compute, path), shown), pairsAt(list, listed)]
      const names = (pairs: object) => Object.keys(pairs).sort().join(', ')
      const isEqual =
        names(expected) === names(actual) && Object.keys(expected).every((key) => expected[key] === actual[key])
      verify.soft('metadata.list.equals-show').holds(isEqual, list, {
        message: 'The list of metadata differs from what the server shows.',
        at: listed,
        expected: names(expected),
        actual: names(actual),
      })
      await remove(compute, path)
    },
  )

  test(
    'rejects a pair without meta, values of more than 255 characters, and unknown keys',
    probes('metadata.set.wrapper-required', 'metadata.set.limit', 'metadata.unknown-refused', 'status.not-found'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })
      const path = { serverId, key: 'conformance-limit' }
      const put = (body: unknown) => compute.call('setServerMetadata', { path, body, isInvalid: true })

      const absent = { path: { serverId, key: 'conformance-absent' }, isInvalid: true }
      for (const operation of ['showServerMetadata', 'deleteServerMetadata'] as const) {
        const response = await compute.call(operation, absent)
        verify.soft('metadata.unknown-refused').isDenied(response, isRejected)
        verify.soft('status.not-found').hasListedStatus(response)
      }
      verify.complete('metadata.unknown-refused', 'status.not-found')
      const isSet = (await set(compute, path, 'x')).isSuccess
      const keepsPair = allOf(isSuccess, keeps({ [path.key]: 'x' }))
      const read = () => show(compute, path)
      const isShown = (response: ApiResponse) => keepsPair(response) === undefined
      const isStored = isSet && (await compute.poll(read, isShown, 'propagation', 'metadata.set.creates')).isDone
      const unwrapped = await put({ [path.key]: 'y' })
      verify.soft('metadata.set.wrapper-required').isRejected(unwrapped)
      if (isStored && !unwrapped.isSuccess)
        await verify.soft('metadata.set.wrapper-required').eventually(read, keepsPair)
      verify.complete('metadata.set.wrapper-required')
      assume(isSet, 'No pair can be set.', 'metadata.set.creates')
      const longest = await set(compute, path, 'x'.repeat(255))
      verify.soft('metadata.set.limit').isSuccess(longest)
      verify.soft('metadata.set.limit').isRejected(await put({ meta: { [path.key]: 'x'.repeat(256) } }))
      await remove(compute, path)
      const ofLength = (length: number) => ({ serverId, key: 'k'.repeat(length) })
      verify.soft('metadata.set.limit').isSuccess(await set(compute, ofLength(255), 'x'))
      const tooLong = { path: ofLength(256), body: { meta: { [ofLength(256).key]: 'x' } }, isInvalid: true }
      verify.soft('metadata.set.limit').isRejected(await compute.call('setServerMetadata', tooLong))
      await remove(compute, ofLength(255))
    },
  )
})
