/**
 * A response that would exhaust memory or time leaves the requirement inconclusive. One that no client can read violates it, once the
 * target has sent it several times in a row and responds to other reads.
 */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CliRun, expectWithinLimits } from '../fixtures/run-cli.ts'
import {
  type AssignedCase,
  batchTable,
  caseTable,
  endpoints,
  expectOutcome,
  type ResponseCase,
  runBatch,
} from './response-batches.ts'
import { body, encodedBody, flood, json, megabyte, trickle, writeRaw, writeRawAndClose } from './responses.ts'

const zeros = Buffer.alloc(128 * megabyte)

interface InvalidResponse extends ResponseCase {
  /** What the report says about the response. */
  readonly reason: RegExp
  /** Default: inconclusive. */
  readonly outcome?: 'fail' | 'inconclusive'
}

const cases: readonly InvalidResponse[] = [
  {
    name: 'a body of 100 MB',
    respond: body(() => Buffer.alloc(100 * megabyte, ' ')),
    reason: /longer than 4 MiB/,
  },
  {
    name: 'an endless body',
    respond: (response) => flood(response.writeHead(200, json), Buffer.alloc(megabyte, ' ')),
    reason: /longer than 4 MiB/,
  },
  {
    name: 'a body that is sent byte by byte',
    respond: (response) => {
      response.writeHead(200, json)
      trickle(response, () => response.write(' '))
    },
    reason: /no complete response within 5 s/,
  },
  {
    name: 'headers that are sent one by one without end',
    respond: (response) => {
      writeRaw(response, 'HTTP/1.1 200 OK\r\n')
      trickle(response, () => writeRaw(response, `x-${Date.now()}: y\r\n`))
    },
    reason: /no complete response within 5 s/,
  },
  {
    name: 'endless 102 Processing',
    respond: (response) => trickle(response, () => writeRaw(response, 'HTTP/1.1 102 Processing\r\n\r\n')),
    // The list of keypairs is requested three times in a row, while other requests get responses.
    reason: /no complete response within 5 s/,
    outcome: 'fail',
  },
  {
    name: 'a header of 1 MB',
    respond: (response) => writeRaw(response, `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(megabyte)}\r\n\r\n`),
    reason: /is not valid HTTP/,
  },
  {
    name: '100,000 headers',
    respond: (response) => writeRaw(response, `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(100_000)}\r\n`),
    // Beside the endless response of the same run, a busy machine may not get to it in time.
    reason: /is not valid HTTP|no complete response/,
  },
  { name: 'a gzip bomb', respond: encodedBody('gzip', gzipSync(zeros)), reason: /longer than 4 MiB/ },
  { name: 'a deflate bomb', respond: encodedBody('deflate', deflateSync(zeros)), reason: /longer than 4 MiB/ },
  { name: 'a brotli bomb', respond: encodedBody('br', brotliCompressSync(zeros)), reason: /longer than 4 MiB/ },
  {
    name: 'a gzip bomb in a gzip bomb',
    respond: encodedBody('gzip, gzip', gzipSync(gzipSync(zeros))),
    reason: /longer than 4 MiB/,
  },
  {
    name: 'truncated gzip',
    respond: encodedBody('gzip', gzipSync('{"keypairs":[]}').subarray(0, 20)),
    reason: /the body is not valid gzip/,
    outcome: 'fail',
  },
  {
    name: 'plain text declared as gzip',
    respond: encodedBody('gzip', Buffer.from('{"keypairs":[]}')),
    reason: /the body is not valid gzip/,
    outcome: 'fail',
  },
  {
    name: 'an unknown content encoding',
    respond: encodedBody('rot13', Buffer.from('{"xrlcnvef":[]}')),
    reason: /content-encoding "rot13" is not supported/,
    outcome: 'fail',
  },
  {
    name: 'three content encodings',
    respond: encodedBody('gzip, gzip, gzip', Buffer.from('x')),
    reason: /content-encoding "gzip, gzip, gzip" is not supported/,
    outcome: 'fail',
  },
  {
    name: 'a body shorter than its Content-Length',
    respond: (response) =>
      writeRawAndClose(
        response,
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"keypairs":[]}',
      ),
    reason: / failed: /,
    outcome: 'fail',
  },
  {
    name: 'two different Content-Lengths',
    respond: (response) =>
      writeRawAndClose(response, 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 15\r\n\r\n{"keypairs":[]}'),
    reason: /is not valid HTTP/,
    outcome: 'fail',
  },
  {
    name: 'the banner of an SSH server',
    respond: (response) => writeRaw(response, 'SSH-2.0-OpenSSH_9.2p1\r\n'),
    reason: /is not valid HTTP/,
    outcome: 'fail',
  },
  {
    name: 'a status of four digits',
    respond: (response) => writeRaw(response, 'HTTP/1.1 9999 What\r\n\r\n'),
    reason: /is not valid HTTP/,
    outcome: 'fail',
  },
  {
    name: 'a header with NUL',
    respond: (response) => writeRaw(response, 'HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n'),
    reason: /is not valid HTTP/,
    outcome: 'fail',
  },
  {
    name: '101 Switching Protocols',
    respond: (response) =>
      writeRaw(response, 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    reason: /failed: |is not valid HTTP/,
    outcome: 'fail',
  },
  {
    name: 'arrays nested 100,000 levels deep',
    respond: body('['.repeat(100_000) + ']'.repeat(100_000)),
    reason: /nested more than 64 levels deep/,
  },
  {
    name: 'objects nested 100,000 levels deep',
    respond: body(`${'{"keypairs":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    reason: /nested more than 64 levels deep/,
  },
  {
    name: 'an array of a million elements',
    respond: body(({ member }) => `{"${member}":[${'0,'.repeat(1_000_000)}0]}`),
    reason: /more than 200000 values/,
  },
]

/**
 * Returns the outcome of a requirement. The versions were readable before the suites started, so that later responses
 * prove nothing about all of them.
 */
const outcomeOf = ({ endpoint, outcome = 'inconclusive' }: AssignedCase<InvalidResponse>) =>
  endpoint === endpoints.versions ? 'inconclusive' : outcome

describe.each(batchTable(cases))('a run with %s', (_, batch) => {
  let run: CliRun
  beforeAll(async () => {
    run = await runBatch(batch, { ownProcess: true })
  })

  test.each(caseTable(batch))('reports %s', (_name, item) =>
    expectOutcome(run, item.endpoint, outcomeOf(item), item.reason),
  )

  test('ends within the limits of time and memory', () => {
    const failed = batch.filter((item) => outcomeOf(item) === 'fail')
    expect(run.report?.totals).toMatchObject({ fail: failed.length, error: 0 })
    expect(run.report?.errors).toEqual([])
    expect(run.code).toBe(failed.length > 0 ? 1 : 3)
    expectWithinLimits(run)
  })
})
