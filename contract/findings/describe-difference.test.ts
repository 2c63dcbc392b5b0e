import { describe, expect, test } from 'vitest'
import { describeDifference } from './describe-difference.ts'
import { describeElements, describeValue, elementNoun } from './describe-value.ts'

const long = 'a'.repeat(100)

describe('describeDifference', () => {
  test.each<[string, string, unknown, unknown, string]>([
    ['a missing value', 'body/id', 1, undefined, 'is missing'],
    ['a value that must be absent', 'body/id', undefined, null, 'is null, and must be absent'],
    ['values', 'body/id', 'a', 5, 'is 5, not "a"'],
    ['long texts', 'body/id', `${long}x`, `${long}y`, 'differs from the expected text at character 101'],
    [
      'times',
      'body/server/updated',
      '2026-01-02T00:00:00Z',
      '2026-01-01T23:59:48',
      'is 2026-01-01T23:59:48, 12 s before 2026-01-02T00:00:00Z',
    ],
    [
      'days',
      'body/server/updated',
      '2026-01-02T00:00:00Z',
      '0001-01-01T00:00:00Z',
      'is 0001-01-01T00:00:00Z, 739617 days before 2026-01-02T00:00:00Z',
    ],
    [
      'lists of different length',
      'body/flavors',
      [{ id: 'a' }],
      [{ id: 'a' }, { id: 'b' }],
      'has 2 flavors, not 1; has b in addition',
    ],
    ['an empty list', 'body/servers', [{ id: 'a' }], [], 'has 0 servers, not 1'],
    ['lists of other elements', 'body/security_groups', ['a', 'b'], ['a', 'c'], 'lacks b; has c in addition'],
    ['the order of a list', 'body/servers', ['a', 'b'], ['b', 'a'], 'has its servers in another order'],
    [
      'one element of a list',
      'body/servers',
      [{ id: 'a', name: 'x' }],
      [{ id: 'a', name: 'y' }],
      'has another a: it differs in name ("y", not "x")',
    ],
    [
      'members of an object',
      'body/server',
      { id: 'a', name: 'x', size: 1, same: [1] },
      { id: 'b', extra: true, size: 2, same: [1] },
      'differs in id ("b", not "a"), name (missing), size (2, not 1) and 1 more',
    ],
  ])('names what differs: %s', (_, pointer, expected, actual, predicate) => {
    expect(describeDifference(pointer, expected, actual).predicate).toBe(predicate)
  })

  test('shows only the members that differ', () => {
    expect(describeDifference('body', { a: 1, b: 2 }, { a: 1, b: 3 })).toMatchObject({
      expected: '{"b":2}',
      actual: '{"b":3}',
    })
  })
})

test.each([
  ['body/servers', 'servers'],
  ['body/volumeAttachments', 'volume attachments'],
  ['body/server/os-extended-volumes:volumes_attached/*', 'volumes'],
  ['body/server/security_groups/3', 'security groups'],
  ['body/availabilityZoneInfo', 'zones'],
  ['body', 'elements'],
])('elementNoun names the elements of %s', (pointer, noun) => {
  expect(elementNoun(pointer)).toBe(noun)
})

test.each<[readonly unknown[], string]>([
  [[], 'no servers'],
  [[{ id: 'a', name: 'b' }], '1 server: a'],
  [[{ keypair: { name: 'b' } }, 'x', 5], '3 servers: b, x, 5'],
])('describeElements gives count and ids: %#', (elements, text) => {
  expect(describeElements(elements, 'servers')).toBe(text)
})

test.each<[unknown, string]>([
  [undefined, 'nothing'],
  [{ a: 1 }, '{"a":1}'],
  [long, 'a text of 100 characters'],
  [[long], 'an array of 1 element'],
  [{ text: long, size: 1 }, 'an object with text, size'],
])('describeValue says a value or its size: %#', (value, text) => {
  expect(describeValue(value)).toBe(text)
})
