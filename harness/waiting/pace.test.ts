import { describe, expect, test } from 'vitest'
import { timeouts } from './pace.fixture.ts'
import { Pace } from './pace.ts'

describe('the time that a wait may take', () => {
  test('is the configured timeout as long as nothing was measured', () => {
    const pace = new Pace(timeouts)
    expect(pace.deadlineMs('create', 'create')).toBe(timeouts.create)
    expect(pace.deadlineMs('propagation', 'servers.update.renames')).toBe(timeouts.propagation)
  })

  test('is less than a minute on a target whose other transitions are instant', () => {
    const pace = new Pace(timeouts)
    pace.recordSuccess('create', 30, 'create')
    expect(pace.deadlineMs('stop', 'os-stop')).toBe(36_000)
  })

  test('is long on a target that reads from a cache in a millisecond, and changes as slowly as a service', () => {
    const pace = new Pace(timeouts)
    pace.recordResponse(1)
    pace.recordChange(3)
    expect(pace.deadlineMs('create', 'create')).toBe(36_000)
    const cached = new Pace(timeouts)
    cached.recordResponse(1)
    cached.recordChange(150)
    expect(cached.deadlineMs('create', 'create')).toBe(timeouts.create)
  })

  test('is shorter for a deletion than for waits that may take longer than all earlier ones', () => {
    const pace = new Pace(timeouts)
    pace.recordSuccess('create', 2_000, 'create')
    expect(pace.deadlineMs('delete', 'delete')).toBe(50_000)
    expect(pace.deadlineMs('resize', 'resize')).toBe(200_000)
  })

  test('is the configured timeout on a target whose transitions take half a minute', () => {
    const pace = new Pace(timeouts)
    pace.recordSuccess('create', 30_000, 'create')
    for (const name of ['create', 'stop', 'resize'] as const) expect(pace.deadlineMs(name, name)).toBe(timeouts[name])
  })

  test('covers a transition that takes twenty times longer than the others of its kind', () => {
    const pace = new Pace(timeouts)
    pace.recordSuccess('create', 4_000, 'create')
    expect(pace.deadlineMs('create', 'create')).toBeGreaterThan(20 * 4_000)
  })

  test('is short for what has timed out before, and only for that', () => {
    const pace = new Pace(timeouts)
    pace.recordSuccess('create', 30, 'create')
    pace.recordTimeout('stop', 'os-stop')
    expect(pace.deadlineMs('stop', 'os-stop')).toBe(2_000)
    expect(pace.deadlineMs('start', 'os-start')).toBe(36_000)
  })

  test('is shorter for a change that should show at once when another has not shown in the full time', () => {
    const pace = new Pace(timeouts)
    pace.recordTimeout('propagation', 'servers.update.renames')
    expect(pace.deadlineMs('propagation', 'groups.add.attaches')).toBe(5_000)
    pace.recordSuccess('propagation', 3_000, 'groups.add.attaches')
    expect(pace.deadlineMs('propagation', 'groups.add.attaches')).toBe(timeouts.propagation)
  })

  test('is short while no server has changed its status, where responses take a millisecond, and in full where they take longer', () => {
    const instant = new Pace(timeouts)
    instant.recordResponse(1)
    instant.recordResponse(80)
    expect(instant.deadlineMs('create', 'create')).toBe(36_000)
    const ordinary = new Pace(timeouts)
    ordinary.recordResponse(20)
    expect(ordinary.deadlineMs('create', 'create')).toBe(timeouts.create)
  })

  test('is halved with every further timeout, and not below what the slowest success took', () => {
    const pace = new Pace(timeouts)
    pace.recordSuccess('create', 30, 'create')
    const deadlines = [1, 2, 3, 4, 5].map(() => {
      pace.recordTimeout('stop', 'os-stop')
      return pace.deadlineMs('stop', 'os-stop')
    })
    expect(deadlines).toEqual([2_000, 1_000, 500, 250, 250])
    pace.recordSuccess('stop', 700, 'os-stop')
    expect(pace.deadlineMs('stop', 'os-stop')).toBe(3_500)
    pace.recordSuccess('create', 20_000, 'create')
    pace.recordTimeout('start', 'os-start')
    expect(pace.deadlineMs('start', 'os-start')).toBe(20_000)
  })

  test('is halved below that only for a verdict that is known, also when something else was visible at once', () => {
    const pace = new Pace(timeouts)
    const key = 'servers.list.status'
    pace.recordSuccess('propagation', 4_000, key)
    for (let time = 1; time <= 3; time++) {
      pace.recordTimeout('propagation', key)
      pace.recordSuccess('propagation', 0, key)
    }
    expect(pace.deadlineMs('propagation', key)).toBe(20_000)
    expect(pace.deadlineMs('propagation', key, true)).toBe(5_000)
    pace.recordSuccess('propagation', 3_000, key)
    expect(pace.deadlineMs('propagation', key, true)).toBe(20_000)
  })

  test('is short in cleanup for the deletion of keypairs that never showed in the run', () => {
    const pace = new Pace(timeouts)
    expect(pace.cleanupTimeouts.propagation).toBe(timeouts.propagation)
    pace.recordTimeout('propagation', 'keypairs.delete.removes')
    expect(pace.cleanupTimeouts.propagation).toBe(5_000)
  })

  test('for a create without a response to appear in a list depends on how late effects became visible', () => {
    const pace = new Pace(timeouts)
    expect(pace.listingMs).toBe(timeouts.propagation)
    pace.recordSuccess('propagation', 0, 'servers.list.answers')
    expect(pace.listingMs).toBe(5_000)
    pace.recordSuccess('propagation', 2_000, 'servers.list.answers')
    expect(pace.listingMs).toBe(timeouts.propagation)
  })
})

test('transitions are prompt once some were observed, and all of them took at most a tenth of the propagation timeout', () => {
  const pace = new Pace(timeouts)
  expect(pace.isPrompt).toBe(false)
  pace.recordSuccess('create', timeouts.propagation / 10, 'create')
  expect(pace.isPrompt).toBe(true)
  pace.recordSuccess('start', timeouts.propagation / 10 + 1, 'os-start')
  expect(pace.isPrompt).toBe(false)
})
