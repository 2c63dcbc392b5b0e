import { describe, expect, test } from 'vitest'
import type { ResourceKind } from '#model'
import { DeletionProgress, type DeletionStep, type ExistenceObservation } from './deletion-progress.ts'

const limits = { propagationMs: 20_000, deleteMs: 180_000 }

interface Target {
  /** The status of the nth response to DELETE, from 1. */
  del(nth: number, now: number): number
  observe(deletes: number, now: number): ExistenceObservation
}

const present = (status = 'ACTIVE', isBusy = false) => ({ is: 'present', status, isBusy }) as const
const absent = { is: 'absent' } as const
const unknown = { is: 'unknown' } as const

/** Deletes one resource of a target, with a look every 250 ms. */
function deleteOn({ del, observe }: Target, kind: ResourceKind = 'server') {
  const progress = new DeletionProgress(kind, limits)
  let deletes = 0
  for (let now = 0; now < 600_000; now += 250) {
    const step: DeletionStep = progress.next(observe(deletes, now), now)
    if (step.action === 'delete') progress.recordDelete(del(++deletes, now), now)
    else if (step.action !== 'wait') return { ...step, seconds: now / 1000, deletes }
  }
  throw new Error('The deletion does not end.')
}

describe('a resource is gone', () => {
  test('when DELETE is accepted and neither list nor show has it', () => {
    const target: Target = {
      del: () => 204,
      observe: (n) => (n ? { isListed: false, shown: absent } : { isListed: true, shown: unknown }),
    }
    expect(deleteOn(target)).toMatchObject({ action: 'gone', deletes: 1, seconds: 0.25 })
  })

  test.each([405, 500])('when DELETE is accepted and the list no longer has it, although its show returns %i', () => {
    const target: Target = { del: () => 204, observe: (n) => ({ isListed: n === 0, shown: unknown }) }
    expect(deleteOn(target, 'keypair')).toMatchObject({ action: 'gone', deletes: 1 })
  })

  test('when a second DELETE is rejected with 403 in place of 404, and a list that lags no longer has it', () => {
    const target: Target = {
      del: (nth) => (nth === 1 ? 204 : 403),
      observe: (_, now) => ({ isListed: now < 12_000, shown: unknown }),
    }
    expect(deleteOn(target)).toMatchObject({ action: 'gone', seconds: 12 })
  })

  test('when it is still shown, but the list and a second DELETE do not find it', () => {
    const target: Target = {
      del: (nth) => (nth === 1 ? 204 : 404),
      observe: (n) => ({ isListed: n === 0, shown: present() }),
    }
    expect(deleteOn(target)).toMatchObject({ action: 'gone', deletes: 2, seconds: 0.5 })
  })

  test('when four checks in a row do not find it, although no DELETE was accepted', () => {
    const target: Target = { del: () => 404, observe: () => ({ isListed: false, shown: absent }) }
    expect(deleteOn(target)).toMatchObject({ action: 'gone', deletes: 0, seconds: 0.75 })
  })

  test('when DELETE is accepted by the one of two replicas that has it', () => {
    let looks = 0
    const target: Target = {
      del: (nth) => (nth < 3 ? 404 : 204),
      observe: (n) => {
        const isFound = n < 3 && looks++ % 3 === 1
        return { isListed: isFound, shown: isFound ? present() : absent }
      },
    }
    const { seconds, ...step } = deleteOn(target)
    expect(step).toMatchObject({ action: 'gone', deletes: 3 })
    expect(seconds).toBeLessThan(3)
  })

  test('when the list lags behind', () => {
    const target: Target = {
      del: (nth) => (nth === 1 ? 204 : 404),
      observe: (n, now) => ({ isListed: now < 3_000, shown: n ? absent : unknown }),
    }
    expect(deleteOn(target, 'keypair')).toMatchObject({ action: 'gone', seconds: 3 })
  })

  test('when a slow deletion has ended', () => {
    const target: Target = {
      del: () => 204,
      observe: (n, now) => ({ isListed: now < 120_000, shown: now < 120_000 ? present('ACTIVE', n > 0) : absent }),
    }
    expect(deleteOn(target)).toMatchObject({ action: 'gone', seconds: 120 })
  })

  test('when it was in use at first', () => {
    const target: Target = {
      del: (_, now) => (now < 15_000 ? 409 : 204),
      observe: (_, now) => ({ isListed: now < 20_000, shown: now < 20_000 ? present('', true) : absent }),
    }
    expect(deleteOn(target, 'volume')).toMatchObject({ action: 'gone' })
  })
})

describe('a resource is left behind', () => {
  test('when it alternately exists and does not exist', () => {
    let looks = 0
    const target: Target = {
      del: () => 404,
      observe: () => (looks++ % 2 ? { isListed: true, shown: present() } : { isListed: false, shown: absent }),
    }
    const { seconds, ...step } = deleteOn(target)
    expect(step).toMatchObject({ action: 'give-up', isViolation: true })
    expect(seconds).toBeLessThan(60)
  })

  test('when DELETE is accepted without effect', () => {
    const target: Target = { del: () => 204, observe: () => ({ isListed: true, shown: present() }) }
    const { seconds, ...result } = deleteOn(target)
    expect(result).toMatchObject({
      action: 'give-up',
      isViolation: true,
      reason: 'DELETE was accepted, but it still exists (ACTIVE)',
    })
    expect(seconds).toBeLessThan(30)
  })

  test('when the list has it, although DELETE and show do not find it', () => {
    const target: Target = { del: () => 404, observe: () => ({ isListed: true, shown: absent }) }
    expect(deleteOn(target, 'keypair')).toMatchObject({
      action: 'give-up',
      reason: 'DELETE returned 404, but the list still contains it',
    })
  })

  test('when it stays in SOFT_DELETED after a second DELETE', () => {
    const target: Target = {
      del: () => 204,
      observe: (n) => ({ isListed: n === 0, shown: present(n ? 'SOFT_DELETED' : 'ACTIVE') }),
    }
    const { seconds, deletes } = deleteOn(target)
    expect(deletes).toBe(2)
    expect(seconds).toBeLessThan(30)
  })

  test('when its deletion never ends', () => {
    const target: Target = { del: () => 204, observe: () => ({ isListed: true, shown: present('DELETING', true) }) }
    expect(deleteOn(target)).toMatchObject({
      action: 'give-up',
      reason: 'DELETE was accepted, but it still exists (DELETING)',
    })
  })

  test.each([
    [403, 1, false],
    [405, 1, false],
    [500, 60, false],
    [409, 60, true],
  ])('when every DELETE returns %i', (status, maxSeconds, isViolation) => {
    const target: Target = { del: () => status, observe: () => ({ isListed: true, shown: present('SHUTOFF') }) }
    const { seconds, ...result } = deleteOn(target)
    expect(result).toMatchObject({ action: 'give-up', reason: `DELETE returned ${status}`, isViolation })
    expect(seconds).toBeLessThanOrEqual(maxSeconds)
  })
})

test('it leaves behind what a target without the list does not find, unless it accepted a DELETE', () => {
  const nothing: ExistenceObservation = { isListed: undefined, isUnserved: true, shown: { is: 'absent' } }
  const progressOf = (status: number) => {
    const progress = new DeletionProgress('volume', limits)
    expect(progress.next(nothing, 0).action).toBe('delete')
    progress.recordDelete(status, 0)
    return progress.next(nothing, 1)
  }
  expect(progressOf(404)).toMatchObject({ action: 'give-up', isViolation: false })
  expect(progressOf(202)).toEqual({ action: 'gone' })
})
