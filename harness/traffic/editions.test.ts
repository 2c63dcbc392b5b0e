import { expect, test } from 'vitest'
import { inEdition } from './editions.ts'

const anywhere = { message: 'm', at: 'status', expected: 'e', actual: 'a' }

test.each([
  ['2020-03', ['servers.state.governs-actions']],
  ['2026-05', ['servers.resize.only-active-or-shutoff', 'servers.list.page-size']],
] as const)('a contradiction is one of what its edition says: %s', (edition, expected) => {
  const found = inEdition(
    [
      { requirement: 'servers.resize.only-active-or-shutoff', ...anywhere },
      { requirement: 'servers.list.page-size', ...anywhere },
    ],
    edition,
  )
  expect(found.map(({ requirement }) => requirement)).toEqual(expected)
})

test('a contradiction may be one in some editions of its requirement', () => {
  const ofFirst = { requirement: 'flavors.list.bad-query-refused', ...anywhere, editions: ['2020-03'] } as const

  expect(inEdition([ofFirst], '2020-03')).toEqual([ofFirst])
  expect(inEdition([ofFirst], '2026-05')).toEqual([])
})
