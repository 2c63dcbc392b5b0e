import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { JournalWriter } from './journal-writer.ts'

/** A device on which every write fails as on a full disk (Linux). */
const full = '/dev/full'

test.skipIf(!existsSync(full))(
  'what does not fit on the disk is an error, or is kept when the writer is told how',
  () => {
    expect(() => new JournalWriter(full).recordIntent('server', 'a')).toThrow('ENOSPC')
    const kept: string[] = []
    const writer = new JournalWriter(full, true, (line) => kept.push(line))
    writer.recordIntent('server', 'a')
    writer.recordIntent('server', 'b')
    writer.close()
    expect(kept.map((line) => JSON.parse(line).name)).toEqual(['a', 'b'])
  },
)

test('a file that cannot be opened is an error, or its lines are kept; others are written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'journals-'))
  const missing = join(folder, 'missing', 'journal-a1.jsonl')
  expect(() => new JournalWriter(missing)).toThrow('ENOENT')
  const kept: string[] = []
  const keep = (line: string) => kept.push(line)
  new JournalWriter(missing, true, keep).recordUnidentified('image', 7)
  expect(JSON.parse(kept.join())).toMatchObject({ event: 'created', kind: 'image', ref: 7 })
  const path = join(folder, 'journal-a1.jsonl')
  new JournalWriter(path, true, keep).recordUnidentified('image', 8)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ ref: 8 })
  expect(kept).toHaveLength(1)
})
