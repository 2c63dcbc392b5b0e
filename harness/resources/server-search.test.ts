import { expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import type { CallOptions } from '../client/outgoing-request.ts'
import { findServersNamed } from './server-search.ts'

/** A list of two servers of one request, and an older one, with one server on each page; links to the next page are relative. */
const names = ['pair-2', 'pair-1', 'other']

async function search(name: string, count: number) {
  const queries: CallOptions['query'][] = []
  const call = async (_: 'listServers', { query = {} }: CallOptions) => {
    queries.push(query)
    const at = names.indexOf(Object.fromEntries(Object.entries(query))['marker'] ?? '') + 1
    const servers_links = names[at + 1] && [{ rel: 'next', href: `/v2/t1/servers?name=pair&marker=${names[at]}` }]
    return responseWith(200, {
      body: { servers: [{ id: names[at], name: names[at] }], ...(servers_links && { servers_links }) },
    })
  }
  const found = await findServersNamed({ withPhase: () => ({ call }) }, name, count)
  return { ids: found.map(({ id }) => id), pages: queries.length }
}

test('the servers of one request are found on several pages, so that none of them is taken for an unwanted one', async () => {
  expect(await search('pair', 2)).toEqual({ ids: ['pair-2', 'pair-1'], pages: 2 })
})

test('a search ends with the list', async () => {
  expect(await search('missing', 1)).toEqual({ ids: [], pages: 3 })
})
