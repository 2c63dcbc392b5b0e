import { expect, test } from 'vitest'
import { runTasks } from './run-tasks.ts'

const never = new AbortController().signal

test('does further tasks next, while others are in progress, with as many workers as there are', async () => {
  const done: string[] = []
  const busy = new Set<string>()
  let finishSlow = (): void => undefined
  const slow = new Promise<void>((resolve) => {
    finishSlow = resolve
  })
  await runTasks(['slow', 'split', 'c'], ['one', 'other'], never, async (task, worker) => {
    expect(busy).not.toContain(worker)
    busy.add(worker)
    if (task === 'slow') await slow
    if (task === 'half-2') finishSlow()
    busy.delete(worker)
    done.push(task)
    return task === 'split' ? ['half-1', 'half-2'] : []
  })
  expect(done).toEqual(['split', 'half-1', 'half-2', 'slow', 'c'])
})

test('starts nothing more when it is aborted', async () => {
  const controller = new AbortController()
  const done: string[] = []
  await runTasks(['a', 'b'], ['one'], controller.signal, async (task) => {
    done.push(task)
    controller.abort()
    return ['c']
  })
  expect(done).toEqual(['a'])
})

test('rejects with the error of a task', async () => {
  const failing = runTasks(['a'], ['one'], never, () => Promise.reject(new Error('no disk')))
  await expect(failing).rejects.toThrow('no disk')
})
