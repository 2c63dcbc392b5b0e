import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HarWriter } from './har-writer.ts'

const request = {
  method: 'GET',
  url: 'http://cloud.example/v2/t/servers?limit=1',
  headers: { 'x-auth-token': 'secret' },
}
const response = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  text: '{"pass":"word"}',
  isUtf8: true,
  startedAt: 0,
  ms: 3,
}

test('the file is a complete HAR after every write, without secrets', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'har-')), 'a.har')
  const writer = new HarWriter(file, '1.0', (text) => text.replace('word', '***'))
  const entries = () => JSON.parse(readFileSync(file, 'utf8')).log.entries
  expect(entries()).toEqual([])
  for (const count of [1, 2, 3]) {
    writer.add(request, count === 2 ? undefined : response, 1000)
    writer.flush()
    expect(entries()).toHaveLength(count)
  }
  writer.close()
  expect(entries().map(({ response: { status } }: { response: { status: number } }) => status)).toEqual([200, 0, 200])
  expect(readFileSync(file, 'utf8')).not.toMatch(/secret|word/)
})

test('different tokens stay different, so that tenants are kept apart', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'har-')), 'a.har')
  const writer = new HarWriter(file, '1.0', (text) => text)
  for (const token of ['secret-one', 'secret-two', 'secret-one'])
    writer.add({ ...request, headers: { 'x-auth-token': token } }, response, 1000)
  writer.close()
  const { log } = JSON.parse(readFileSync(file, 'utf8'))
  const [one, two, again] = log.entries.map(
    ({ request: { headers } }: { request: { headers: { value: string }[] } }) => headers[0]?.value,
  )
  expect(one).toBe(again)
  expect(one).not.toBe(two)
  expect(JSON.stringify(log)).not.toContain('secret-')
})
