import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { UsageError } from '#engine/errors'
import { mergeRecordings } from './merge-recordings.ts'
import { observeRecordings } from './observe-recordings.ts'
import { readRecording } from './read-recording.ts'
import type { RecordedExchange } from './recorded-exchange.ts'

const folder = mkdtempSync(join(tmpdir(), 'recording-'))
let files = 0
function recording(text: string | Buffer): string {
  const file = join(folder, `${files++}.har`)
  writeFileSync(file, text)
  return file
}

const entry = (second: number, path: string, body: string, status = 200) => ({
  startedDateTime: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(),
  time: 5,
  request: { method: 'GET', url: `http://cloud.example/v2/t${path}`, headers: [] },
  response: {
    status,
    headers: [
      { name: 'content-type', value: 'application/json' },
      { name: 'x-compute-request-id', value: `req-${crypto.randomUUID()}` },
    ],
    content: { text: body, size: body.length },
  },
})
const har = (...entries: readonly object[]) => JSON.stringify({ log: { version: '1.2', entries } })

async function all(exchanges: AsyncIterable<RecordedExchange>): Promise<RecordedExchange[]> {
  const list: RecordedExchange[] = []
  for await (const exchange of exchanges) list.push(exchange)
  return list
}

describe('readRecording', () => {
  test('reads HAR entries, and the exchanges of a report with whole bodies', async () => {
    expect(await all(readRecording(recording(har(entry(1, '/servers', '{}')))))).toHaveLength(1)
    const exchange = {
      index: 0,
      method: 'GET',
      url: 'http://cloud.example/v2/t/servers',
      status: 200,
      startedAt: 5,
      ms: 1,
    }
    const report = recording(JSON.stringify({ exchanges: [exchange, { ...exchange, body: '{', cut: true }] }))
    expect((await all(readRecording(report))).map(({ response }) => response?.status)).toEqual([200, undefined])
  })

  test.each([
    ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16, as Windows PowerShell writes it', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 in the other byte order', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('reads a file in %s', async (_, encoded) => {
    const [exchange] = await all(readRecording(recording(encoded(har(entry(1, '/servers', '"서버"'))))))
    expect(exchange?.response?.text).toBe('"서버"')
  })

  test.each([
    ['a HAR', har()],
    ['a report', JSON.stringify({ schemaVersion: 2, exchanges: [] })],
  ])('reads %s without exchanges', async (_, text) => {
    expect(await all(readRecording(recording(text)))).toEqual([])
  })

  test('names the position of a mistake in the file', async () => {
    await expect(all(readRecording(recording(`${har()}x`)))).rejects.toThrow(
      /not valid JSON: Unexpected "x" at position 38$/,
    )
  })

  test.each([
    ['is cut off', har(entry(1, '/servers', '{}')).slice(0, -20), /not valid JSON/],
    ['is not JSON', '<html>', /not valid JSON/],
    ['is empty', '', /not valid JSON/],
    ['contains something else', '{"paths":{}}', /contains no recorded exchange/],
  ])('rejects a file that %s', async (_, text, message) => {
    const read = all(readRecording(recording(text)))
    await expect(read).rejects.toThrow(UsageError)
    await expect(read).rejects.toThrow(message)
  })

  test('rejects a file that does not exist', async () => {
    await expect(all(readRecording(join(folder, 'missing.har')))).rejects.toThrow(/no such file/)
  })
})

test('several recordings are merged by time', async () => {
  const one = readRecording(recording(har(entry(3, '/c', ''), entry(1, '/a', ''))))
  const two = readRecording(recording(har(entry(2, '/b', ''), entry(4, '/d', ''))))
  const merged = await all(mergeRecordings([one, two]))
  expect(merged.map(({ request }) => request.url.slice(-1))).toEqual(['a', 'b', 'c', 'd'])
})

test('recorded traffic is compared with the document', async () => {
  const file = recording(har(entry(1, '/flavors', '{"flavors":[]}'), entry(2, '/flavors', '{"flavors":1}')))
  const { observer, root } = await observeRecordings([readRecording(file)], { edition: '2020-03' })
  expect(root).toBe('http://cloud.example/v2')
  expect(observer.evidence.assertions.flatMap(({ finding, requirement }) => (finding ? [requirement] : []))).toEqual([
    'flavors.list.array',
  ])
})

describe('a keypair that is not found between two responses that show it', () => {
  const key = { name: 'web', public_key: 'ssh-rsa AAAA', fingerprint: '00:11', user_id: 'u' }
  const response = entry(1, '/os-keypairs', JSON.stringify({ keypair: key }))
  const postData = {
    mimeType: 'application/json',
    text: JSON.stringify({ keypair: { name: 'web', public_key: 'ssh-rsa AAAA' } }),
  }
  const created = { ...response, request: { ...response.request, method: 'POST', postData } }
  const shown = entry(20, '/os-keypairs/web', JSON.stringify({ keypair: key }))
  const notFound = entry(60, '/os-keypairs/web', '{"itemNotFound":{"code":404,"message":"No."}}', 404)
  const again = entry(80, '/os-keypairs/web', JSON.stringify({ keypair: key }))
  const contradictions = async (...comments: readonly string[]) => {
    const entries = [created, shown, notFound, again].map((one, index) => ({ ...one, comment: comments[index] }))
    const { observer } = await observeRecordings([readRecording(recording(har(...entries)))], { edition: '2020-03' })
    const { assertions } = observer.evidence
    return assertions.flatMap(({ by, finding, requirement }) => (finding && by === 'oracle' ? [requirement] : []))
  }

  test('contradicts what was shown, if the recording is complete', async () => {
    expect(await contradictions()).toEqual(['keypairs.show.by-name'])
    const comments = ['#1 createKeypair', '#2 showKeypair', '#3 showKeypair', '#4 showKeypair']
    expect(await contradictions(...comments)).toEqual(['keypairs.show.by-name'])
  })

  test('may have been deleted and created again, if the recording has left out exchanges', async () => {
    const comments = ['#1 createKeypair', '#2 showKeypair', '#4 showKeypair', '#5 showKeypair']
    expect(await contradictions(...comments)).toEqual([])
  })
})

test('in a recording without fractions of seconds, a server exists before the requests that name it', async () => {
  const id = '68c0b376-25d9-4662-b6d4-f0da20f0abae'
  const uuid = 'fbfdf277-c4ad-45bb-98ba-8208aaac4eac'
  const device = { boot_index: 0, uuid, source_type: 'image', destination_type: 'volume', volume_size: 20 }
  const requested = {
    ...{ name: 'a', imageRef: uuid, flavorRef: uuid, networks: [{ uuid }], key_name: 'k' },
    block_device_mapping_v2: [{ ...device, delete_on_termination: true }],
  }
  const server = (name: string) => JSON.stringify({ server: { id, name } })
  const request = (method: string, one: ReturnType<typeof entry>, body: object) => ({
    ...one,
    request: { ...one.request, method, postData: { mimeType: 'application/json', text: JSON.stringify(body) } },
  })
  const entries = [
    request('POST', entry(0, '/servers', JSON.stringify({ server: { id } }), 202), { server: requested }),
    entry(0, `/servers/${id}`, server('a')),
    request('PUT', entry(0, `/servers/${id}`, server('b')), { server: { name: 'b' } }),
    entry(0, `/servers/${id}`, server('b')),
  ].map((one) => ({ ...one, startedDateTime: '2026-01-01T00:00:00Z' }))
  const { observer } = await observeRecordings([readRecording(recording(har(...entries)))], { edition: '2020-03' })
  const found = observer.evidence.assertions.flatMap(({ by, finding }) => (finding && by === 'oracle' ? [finding] : []))
  expect(found.map(({ message }) => message)).toEqual([])
})
