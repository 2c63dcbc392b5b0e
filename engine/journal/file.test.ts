import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readJournal } from '#results'
import { cleanupCommandLine } from '../cleanup/cleanup-command-line.ts'
import { journaledRuns, journalHeader, journalLines, journalPath, repairTail } from './file.ts'

const out = mkdtempSync(join(tmpdir(), 'journals-'))
const write = (name: string, text: string): string => {
  writeFileSync(join(out, name), text)
  return join(out, name)
}

test('the journals of a folder are known by their names; no folder has none', () => {
  for (const name of ['journal-b2.jsonl', 'journal-a1.jsonl', 'journal-.jsonl', 'journal-a1.jsonl.bak', 'report.json'])
    write(name, '')
  expect(journaledRuns(out)).toEqual(['a1', 'b2'])
  expect(journaledRuns(join(out, 'nowhere'))).toEqual([])
  expect(journalPath('x', 'a1')).toBe(join('x', 'journal-a1.jsonl'))
})

test('the opening says of which endpoint a run was, and is no resource', () => {
  const opening = { at: 1, event: 'run', run: 'a1', computeUrl: 'http://127.0.0.1:1/v2', tenant: 't', embedded: true }
  const lines = [JSON.stringify(opening)]
  expect(journalHeader(lines)).toEqual({ computeUrl: 'http://127.0.0.1:1/v2', tenant: 't', embedded: true })
  expect(readJournal(lines)).toEqual([])
})

test.for([
  [[]],
  [['']],
  [['null']],
  [['{"event":"run"}']],
  [['{"event":"intent","computeUrl":"http://h","tenant":"t"}']],
  [['{"event":"run","computeUrl":"http://h","ten']],
])('%j is no opening', ([lines]) => {
  expect(journalHeader(lines ?? [])).toBeUndefined()
})

test('a half-written last line is ended, so that what follows it can be read', () => {
  const path = write('journal-c3.jsonl', '{"a":1}\n{"b":')
  repairTail(path)
  repairTail(path)
  expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"b":\n')
  const empty = write('journal-d4.jsonl', '')
  repairTail(empty)
  expect(readFileSync(empty, 'utf8')).toBe('')
  expect(journalLines(join(out, 'none'))).toEqual([])
})

test('the line that clears up names the target as the run did, for a shell, and never the token', () => {
  const options = { config: "it's.yaml", osCloud: 'nhn', insecure: true, token: 'geheim', maxServers: 2 }
  expect(cleanupCommandLine('a1', 'out dir', options)).toBe(
    "compute-conformance cleanup --out 'out dir' --run a1 --config 'it'\\''s.yaml' --os-cloud nhn --insecure",
  )
})
