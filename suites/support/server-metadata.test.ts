import { expect, test } from 'vitest'
import { responseWith } from '../../harness/client/api-response.fixture.ts'
import {
  awaitShownPair,
  lacksCommonMember,
  type MetadataClient,
  setFirstPair,
  showWithPairs,
} from './server-metadata.ts'

test('metadata lack a pair only if the server has it before and after, with the same value', () => {
  expect(lacksCommonMember({}, { a: '1' }, { a: '1', b: '2' })).toBe(true)
  expect(lacksCommonMember({ a: '1' }, { a: '1' }, { a: '1', b: '2' })).toBe(false)
  expect(lacksCommonMember({}, { a: '1' }, { a: '2' })).toBe(false)
  expect(lacksCommonMember({})).toBe(false)
})

type Pairs = Readonly<Record<string, string>>

/** A target whose server and whose list of metadata have these pairs. */
function setUp(shown: Pairs, listed: Pairs = shown) {
  const keys: unknown[] = []
  const compute: MetadataClient = {
    async call(operation, { path } = {}) {
      if (operation === 'setServerMetadata') keys.push(path?.['key'])
      const body = operation === 'showServer' ? { server: { metadata: shown } } : { metadata: listed }
      return responseWith(200, { body })
    },
    async poll(read, isDone) {
      const value = await read()
      return { value, isDone: isDone(value, 0), elapsedMs: 0, sentMs: 0 }
    },
  }
  return { compute, keys }
}

test.each([
  ['both have it', { Conformance: 'one' }, { Conformance: 'one' }, 'Conformance'],
  ['the server alone shows it in lower case', { conformance: 'one' }, { Conformance: 'one' }, 'conformance'],
  ['it is stored in lower case', { conformance: 'one' }, { conformance: 'one' }, 'Conformance'],
  ['it is not stored', {}, {}, 'Conformance'],
])('the first pair is one with the key that the server can show, where %s', async (_, shown, listed, key) => {
  const { compute, keys } = setUp(shown, listed)
  expect((await setFirstPair(compute, 's1', 'one')).first.key).toBe(key)
  expect(keys.at(-1)).toBe(key)
})

test('a pair that the list of metadata alone has is not missing for its own request', async () => {
  const path = { serverId: 's1', key: 'own' }
  const cause = expect.objectContaining({ blockedBy: 'servers.create.metadata' })
  await expect(awaitShownPair(setUp({}, { own: 'yes' }).compute, path, 'yes')).rejects.toThrow(cause)
  await expect(awaitShownPair(setUp({}).compute, path, 'yes')).resolves.toBeUndefined()
  await expect(awaitShownPair(setUp({ own: 'yes' }).compute, path, 'yes')).resolves.toBeUndefined()
})

test('pairs are not missing for the requests that set them where the server shows no metadata at all', async () => {
  const show = (server: object) =>
    showWithPairs({ call: async () => responseWith(200, { body: { server } }) }, { serverId: 's1' })
  await expect(show({ id: 's1' })).rejects.toThrow(expect.objectContaining({ blockedBy: 'servers.metadata' }))
  await expect(show({ id: 's1', metadata: {} })).resolves.toMatchObject({ status: 200 })
})
