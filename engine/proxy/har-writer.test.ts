import { mkdtempSync, readFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TrafficObserver } from '#harness/core'
import { HarWriter, type WriteBytes } from './har-writer.ts'

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

function open(onError: (error: unknown) => void = () => undefined, write?: WriteBytes) {
  const file = join(mkdtempSync(join(tmpdir(), 'har-')), 'a.har')
  const { redactor } = new TrafficObserver({ edition: '2020-03', graceMs: 0 })
  return { file, redactor, writer: new HarWriter(file, '1.0', redactor, { onError, ...(write && { write }) }) }
}

test('the file is a complete HAR after every write, without secrets', () => {
  const { file, redactor, writer } = open()
  redactor.add('{"pass":"word"}')
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
  const { file, writer } = open()
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

test('secrets are removed from the URL and from every header', () => {
  const { file, redactor, writer } = open()
  redactor.add('gAAAAABtoken-of-the-client')
  const url = 'http://cloud.example/v1/a/image?temp_url_sig=5ec2e75ec2e7&token=gAAAAABtoken-of-the-client'
  const headers = { 'x-service-token': 'service-secret', accept: 'gAAAAABtoken-of-the-client' }
  const location = 'http://cloud.example/v1/a?temp_url_sig=51677e51677e'
  writer.add({ ...request, url, headers }, { ...response, headers: { location, 'x-echo': headers.accept } }, 1000)
  writer.close()
  const written = readFileSync(file, 'utf8')
  expect(written).toContain('"url":"http://cloud.example/v1/a/image?temp_url_sig=')
  expect(written).not.toMatch(/5ec2e7|51677e|gAAAAAB|service-secret/)
})

test('a recording ends with complete JSON when the disk is full', () => {
  const errors: unknown[] = []
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  let results: (number | Error)[] = []
  const { file, writer } = open(
    (error) => errors.push(error),
    (...parameters: Parameters<WriteBytes>) => {
      const result = results.shift()
      if (result instanceof Error) throw result
      return result ?? writeSync(...parameters)
    },
  )
  writer.add(request, response, 1000)
  writer.flush()
  results = [0, full]
  for (let count = 0; count < 3; count++) writer.add(request, response, 1000)
  writer.close()
  expect(errors).toEqual([full])
  expect(JSON.parse(readFileSync(file, 'utf8')).log.entries).toHaveLength(1)
})
