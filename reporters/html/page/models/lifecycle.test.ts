import { describe, expect, test } from 'vitest'
import { edgeKey, lifecycleEdges, percentile } from './lifecycle.ts'
import { layOut } from './lifecycle-layout.ts'

const transition = (from: string, to: string, after: string, ms = 1) => ({ from, to, after, ms })
const edge = (from: string, to: string, ...transitions: Parameters<typeof lifecycleEdges>[0]) =>
  lifecycleEdges(transitions).find((each) => edgeKey(each) === `${from}>${to}`)

test('percentile is the smallest value that the share does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect([0.5, 0.95, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 100])
  expect([percentile([7], 0.5), percentile([7], 0.95), percentile([], 0.5)]).toEqual([7, 7, 0])
})

describe('lifecycleEdges', () => {
  test('has the transitions of the document, unseen', () => {
    const edges = lifecycleEdges([])
    expect(edges.map(edgeKey)).toEqual(expect.arrayContaining(['BUILD>ACTIVE', 'SHUTOFF>RESIZE', 'ACTIVE>DELETED']))
    expect(new Set(edges.map(({ kind }) => kind))).toEqual(new Set(['unseen']))
  })

  test('draws shelving only where it was observed, and then with its legal transitions', () => {
    expect(edge('SHELVED', 'SHELVED_OFFLOADED')).toBeUndefined()
    const observed = transition('SHELVED_OFFLOADED', 'ACTIVE', 'unshelve', 10)
    expect(edge('SHELVED_OFFLOADED', 'ACTIVE', observed)?.kind).toBe('seen')
  })

  test('counts and measures what was observed, by request', () => {
    const observed = edge(
      'SHUTOFF',
      'ACTIVE',
      transition('SHUTOFF', 'ACTIVE', 'os-start', 10),
      transition('STOPPED', 'ACTIVE', 'os-start', 30),
      transition('SHUTOFF', 'ACTIVE', 'hard reboot from SHUTOFF', 20),
    )
    expect(observed).toMatchObject({ kind: 'seen', total: { count: 3, median: 20, p95: 30 } })
    expect(observed?.causes.map(({ after, count, longest }) => [after, count, longest])).toEqual([
      ['os-start', 2, 30],
      ['hard reboot from SHUTOFF', 1, 20],
    ])
  })

  test.each([
    ['ACTIVE', 'SHUTOFF', 'os-stop', 'seen'],
    ['ACTIVE', 'SHUTOFF', 'os-start', 'illegal'],
    ['ACTIVE', 'ERROR', 'os-stop', 'illegal'],
    ['RESIZE', 'SHUTOFF', 'resize', 'seen'],
    ['BUILD', 'SHUTOFF', 'create', 'illegal'],
    ['ERROR', '404', 'delete', 'other'],
    ['PAUSED', 'ACTIVE', 'hard reboot from PAUSED', 'other'],
    ['ACTIVE', 'SUSPENDED', 'suspend', 'other'],
  ] as const)('%s to %s after %s is %s', (from, to, after, kind) => {
    expect(edge(from, to === '404' ? 'DELETED' : to, transition(from, to, after))?.kind).toBe(kind)
  })

  test('is illegal as a whole where one request does not allow it', () => {
    const both = [transition('ACTIVE', 'SHUTOFF', 'os-stop'), transition('ACTIVE', 'SHUTOFF', 'os-start')]
    expect(edge('ACTIVE', 'SHUTOFF', ...both)?.kind).toBe('illegal')
  })
})

test('layOut keeps the places of the document, and puts other statuses below', () => {
  const places = layOut(['PAUSED', 'SUSPENDED', 'ACTIVE'])
  expect(places.get('ACTIVE')).toEqual(layOut([]).get('ACTIVE'))
  expect(places.has('ERROR')).toBe(false)
  expect(places.get('PAUSED')?.y).toBeGreaterThan(places.get('SHUTOFF')?.y ?? Infinity)
  expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(places.size)
})
