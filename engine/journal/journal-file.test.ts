import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readJournal } from '#results'
import {
  closeJournal,
  journaledRuns,
  journalHeader,
  journalLines,
  journalPath,
  processInProgress,
  repairTail,
} from './journal-file.ts'
import { thisProcess } from './process-identity.ts'

const out = mkdtempSync(join(tmpdir(), 'journals-'))
const write = (name: string, text: string): string => {
  writeFileSync(join(out, name), text)
  return join(out, name)
}

test('the runs of a folder are found by the names of their journals', () => {
  for (const name of ['journal-b2.jsonl', 'journal-a1.jsonl', 'journal-.jsonl', 'journal-a1.jsonl.bak', 'report.json'])
    write(name, '')
  expect(journaledRuns(out)).toEqual(['a1', 'b2'])
  expect(journaledRuns(join(out, 'nowhere'))).toEqual([])
  expect(() => journaledRuns(join(out, 'report.json'))).toThrow('report.json: not a folder')
  expect(journalPath('x', 'a1')).toBe(join('x', 'journal-a1.jsonl'))
})

test('the header names the endpoint of the run and is not a resource', () => {
  const header = { at: 1, event: 'run', run: 'a1', computeUrl: 'http://127.0.0.1:1/v2', tenant: 't', embedded: true }
  const lines = [JSON.stringify(header)]
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
])('%j has no header', ([lines]) => {
  expect(journalHeader(lines ?? [])).toBeUndefined()
})

test('an incomplete last line is ended, so that the next line can be read', () => {
  const path = write('journal-c3.jsonl', '{"a":1}\n{"b":')
  repairTail(path)
  repairTail(path)
  expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"b":\n')
  const empty = write('journal-d4.jsonl', '')
  repairTail(empty)
  expect(readFileSync(empty, 'utf8')).toBe('')
  expect(journalLines(join(out, 'none'))).toEqual([])
})

test('a run is in progress until its journal is closed or its process has ended', () => {
  const { startTime: _, ...own } = thisProcess()
  const header = { at: 1, event: 'run', run: 'e5', computeUrl: 'http://127.0.0.1:1/v2', tenant: 't', embedded: false }
  const parent = { ...own, pid: process.ppid }
  const journal = write('journal-e5.jsonl', `${JSON.stringify({ ...header, process: parent })}\n`)
  expect(processInProgress(journalLines(journal))).toEqual(parent)
  closeJournal({ journal, runId: 'e5' })
  expect(processInProgress(journalLines(journal))).toBeUndefined()
  expect(readJournal(journalLines(journal))).toEqual([])
  for (const process of [own, { ...own, pid: 2 ** 22 + 1 }, undefined])
    expect(processInProgress([JSON.stringify({ ...header, process })])).toBeUndefined()
})
