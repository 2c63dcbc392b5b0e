import { describe, expect, test } from 'vitest'
import { formatFragment, initialState, isFiltered, parseFragment, type ViewState } from './view-state.ts'

const initial = initialState('en')

describe('the fragment of the URL', () => {
  test.each<[fragment: string, changes: Partial<ViewState>]>([
    ['', {}],
    ['servers.start.only-shutoff', { open: ['servers.start.only-shutoff'] }],
    ['open=a,b', { open: ['a', 'b'] }],
    ['outcome=fail,waived&level=must&q=a%20%26%20b', { outcomes: ['fail', 'waived'], level: 'must', query: 'a & b' }],
    ['group=servers&operation=showServer', { group: 'servers', operation: 'showServer' }],
    ['transition=BUILD%3EACTIVE&lang=ko&theme=dark', { transition: 'BUILD>ACTIVE', lang: 'ko', theme: 'dark' }],
    ['q=a%3Db', { query: 'a=b' }],
  ])('%s', (fragment, changes) => {
    expect(parseFragment(`#${fragment}`, 'en')).toEqual({ ...initial, ...changes })
    expect(formatFragment({ ...initial, ...changes }, 'en')).toBe(fragment)
  })

  test('ignores values that do not exist', () => {
    expect(parseFragment('#level=all&lang=de&theme=pink&x=1', 'en')).toEqual(initial)
  })

  test('shows a text with a broken escape unchanged', () => {
    expect(parseFragment('#%', 'en')).toEqual({ ...initial, open: ['%'] })
  })

  test('leaves out the language of the report', () => {
    expect(formatFragment({ ...initial, lang: 'ko' }, 'ko')).toBe('')
  })
})

test('isFiltered is about filters only', () => {
  expect(isFiltered({ ...initial, open: ['x'], theme: 'dark', transition: 'a>b' })).toBe(false)
  expect(isFiltered({ ...initial, operation: 'showServer' })).toBe(true)
})
