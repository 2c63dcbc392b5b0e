import { expect, test } from 'vitest'
import { WaitProgress } from './wait-progress.ts'

function record() {
  const shown: string[] = []
  return { shown, waits: new WaitProgress((text) => shown.push(text)) }
}

test('shows the wait that began first, however often another reports', () => {
  const { shown, waits } = record()
  const long = waits.begin()
  const short = waits.begin()
  long.report('long, 0 s')
  short.report('short, 1 s')
  short.report('short, 2 s')
  long.report('long, 5 s')
  expect(shown).toEqual(['long, 0 s', 'long, 5 s'])
})

test('shows the next one when it ends, and nothing after the last', () => {
  const { shown, waits } = record()
  const [first, second] = [waits.begin(), waits.begin()]
  first.report('first')
  second.report('second')
  first.end()
  second.end()
  expect(shown).toEqual(['first', 'second', ''])
})

test('shows a later wait as long as an earlier one has nothing to report', () => {
  const { shown, waits } = record()
  const silent = waits.begin()
  waits.begin().report('later')
  silent.report('earlier')
  expect(shown).toEqual(['later', 'earlier'])
})

test('shows a text once as long as it does not change', () => {
  const { shown, waits } = record()
  const wait = waits.begin()
  wait.report('the same')
  wait.report('the same')
  expect(shown).toEqual(['the same'])
})
