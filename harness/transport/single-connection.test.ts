import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { SingleConnectionDetection } from './single-connection.ts'

function setUp() {
  const clock = new SimulatedClock()
  let closed = 0
  const detection = new SingleConnectionDetection(clock, () => closed++)
  /** A request whose response arrives after `ms`, with a check every 250 ms. */
  const request = (ms: number) => {
    detection.begin()
    for (let passed = 250; passed <= ms; passed += 250) {
      clock.advance(250)
      detection.check()
    }
    clock.advance(ms % 250)
    detection.end(true)
  }
  return { detection, request, closed: () => closed }
}

describe('the detection of a server that serves one connection at a time', () => {
  test('closes idle connections once no response has arrived for a second', () => {
    const { request, closed } = setUp()
    request(900)
    expect(closed()).toBe(0)
    request(1_020)
    expect(closed()).toBe(1)
  })

  test('is positive when responses arrive three times in a row as soon as idle connections are closed', () => {
    const { detection, request } = setUp()
    request(1_020)
    request(1_020)
    expect(detection.isSingle).toBe(false)
    request(1_020)
    expect(detection.isSingle).toBe(true)
  })

  test('is negative when responses are slow, whether connections are closed or not', () => {
    const { detection, request } = setUp()
    for (let count = 0; count < 20; count++) request([1_020, 1_400, 2_020][count % 3] ?? 0)
    expect(detection.isSingle).toBe(false)
  })
})
