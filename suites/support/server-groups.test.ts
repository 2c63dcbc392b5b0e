import { expect, test } from 'vitest'
import { responseWith } from '../../harness/client/api-response.fixture.ts'
import { assumeShownGroup } from './server-groups.ts'

const showing = (id: unknown) => responseWith(200, { body: { server_group: { id, members: [] } } })

test.each([['g1'], [undefined], [1]])('a group that is shown with the id %s may be the requested one', (id) => {
  expect(() => assumeShownGroup(showing(id), 'g1')).not.toThrow()
})

test.each([
  ['shows another group', showing('g2')],
  ['is an error', responseWith(404)],
])('nothing is concluded about members from a response that %s', (_, shown) => {
  const cause = expect.objectContaining({ blockedBy: 'server-groups.show.answers' })
  expect(() => assumeShownGroup(shown, 'g1')).toThrow(cause)
})
