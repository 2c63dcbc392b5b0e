import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type OutputStream, type StatusLine, startStatusLine } from './status-line.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Starts a status line on a recording stream; the status counts how often it is read. */
function start(
  stream: Partial<OutputStream>,
  quiet = false,
): { readonly line: StatusLine; readonly written: string[] } {
  const written: string[] = []
  let reads = 0
  const status = () => ({ share: 0.5, text: `status ${++reads}` })
  const write = (text: string) => written.push(text)
  return { line: startStatusLine({ ...stream, write }, { quiet, status, intervalMs: 5_000 }), written }
}

test('redraws a bar on a terminal, within its width, and clears it at the end', () => {
  const { line, written } = start({ isTTY: true, columns: 20 })
  vi.advanceTimersByTime(130)
  expect(written).toEqual([`\r\u001b[2K${'█'.repeat(12)}${'░'.repeat(7)}`])
  line.stop()
  vi.advanceTimersByTime(1_000)
  expect(written.slice(1)).toEqual(['\r\u001b[2K'])
})

test('writes a line at intervals where there is no terminal', () => {
  const { line, written } = start({})
  vi.advanceTimersByTime(11_000)
  line.stop()
  expect(written).toEqual(['… status 1\n', '… status 2\n'])
})

test('writes only printed lines when quiet, on a terminal too', () => {
  for (const stream of [{}, { isTTY: true }]) {
    const { line, written } = start(stream, true)
    vi.advanceTimersByTime(60_000)
    line.print('a warning')
    line.stop()
    expect(written).toEqual(['a warning\n'])
  }
})

test('removes control characters from printed lines', () => {
  const { line, written } = start({})
  line.print('red \u001b[31m')
  line.stop()
  expect(written.join('')).not.toContain('\u001b')
})
