import { expect, test } from 'vitest'
import { createProxy } from './create-proxy.ts'

test('the profile is toast, and the edition the first one of the profile', async () => {
  const proxies = await Promise.all([
    createProxy({ target: 'http://127.0.0.1:1' }),
    createProxy({ target: 'http://127.0.0.1:1', profile: 'nhn' }),
  ])
  const tested = proxies.map((proxy) => proxy.report())
  await Promise.all(proxies.map((proxy) => proxy.close()))
  expect(tested.map(({ target: { profile, edition } }) => [profile, edition])).toEqual([
    ['toast', '2020-03'],
    ['nhn', '2026-05'],
  ])
})

test.each(['compute.example', 'ftp://compute.example', ''])('the target "%s" is rejected', async (target) => {
  await expect(createProxy({ target })).rejects.toThrow(`target: expected a URL like https://compute.example`)
})

test('an unknown profile is rejected', async () => {
  await expect(createProxy({ target: 'http://127.0.0.1:1', profile: 'tosat' })).rejects.toThrow(/tosat/)
})
