import { expect, test } from 'vitest'
import { EarlierResources } from './earlier-resources.ts'

const earlierServers = async (...ids: string[]): Promise<EarlierResources> => {
  const earlier = new EarlierResources()
  await earlier.readOnce('server', async () => ids)
  return earlier
}

test('finds the earlier resource in the URL of itself, its parts and its actions', async () => {
  const earlier = await earlierServers('a b')
  for (const path of ['servers/a%20b', 'servers/a%20b/action', 'servers/a%20b/os-volume_attachments/v?x=1'])
    expect(earlier.idIn(`http://h/v2/t/${path}`)).toBe('a b')
})

test('finds an earlier server group', async () => {
  const earlier = new EarlierResources()
  await earlier.readOnce('server-group', async () => ['g'])
  expect(earlier.idIn('http://h/v2/t/os-server-groups/g')).toBe('g')
})

test('finds none in other URLs', async () => {
  const earlier = await earlierServers('a')
  for (const path of ['servers', 'servers/b', 'servers/detail', 'os-keypairs/a', 'servers/%zz'])
    expect(earlier.idIn(`http://h/v2/t/${path}`)).toBeUndefined()
})

test('reads the resources of a kind once, and knows nothing when that fails', async () => {
  const earlier = new EarlierResources()
  await Promise.all([
    earlier.readOnce('keypair', () => Promise.reject(new Error('connection lost'))),
    earlier.readOnce('keypair', async () => ['k']),
  ])
  await earlier.readOnce('keypair', async () => ['k'])
  expect(earlier.has('keypair', 'k')).toBe(false)
})
