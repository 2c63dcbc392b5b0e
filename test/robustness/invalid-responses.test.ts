/** Answers that are meant to fill memory, to take for ever, or that no client can read: nobody is accused by them. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { type BadResponse, each, expectOutcome, rows, runBatch } from './response-batches.ts'
import { bare, bareAndOver, body, flood, json, megabyte, packed, trickle } from './responses.ts'
import { type CliRun, expectBounded } from './run-cli.ts'

const zeros = Buffer.alloc(128 * megabyte)

const dishes: readonly (BadResponse & { readonly reason: RegExp })[] = [
  {
    name: 'a body of a hundred megabytes',
    responses: body(() => Buffer.alloc(100 * megabyte, ' ')),
    reason: /longer than 4 MiB/,
  },
  {
    name: 'a body without end',
    responses: (response) => flood(response.writeHead(200, json), Buffer.alloc(megabyte, ' ')),
    reason: /longer than 4 MiB/,
  },
  {
    name: 'a body that trickles',
    responses: (response) => {
      response.writeHead(200, json)
      trickle(response, () => response.write(' '))
    },
    reason: /no complete response within 5 s/,
  },
  {
    name: 'headers that trickle',
    responses: (response) => {
      bare(response, 'HTTP/1.1 200 OK\r\n')
      trickle(response, () => bare(response, `x-${Date.now()}: y\r\n`))
    },
    reason: /no complete response within 5 s/,
  },
  {
    name: 'news that it is being worked on, without end',
    responses: (response) => trickle(response, () => bare(response, 'HTTP/1.1 102 Processing\r\n\r\n')),
    reason: /no complete response within 5 s/,
  },
  {
    name: 'headers of a megabyte',
    responses: (response) => bare(response, `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(megabyte)}\r\n\r\n`),
    reason: /is not valid HTTP/,
  },
  {
    name: 'headers without number',
    responses: (response) => bare(response, `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(100_000)}\r\n`),
    reason: /is not valid HTTP/,
  },
  { name: 'a gzip bomb', responses: packed('gzip', gzipSync(zeros)), reason: /longer than 4 MiB/ },
  { name: 'a deflate bomb', responses: packed('deflate', deflateSync(zeros)), reason: /longer than 4 MiB/ },
  { name: 'a brotli bomb', responses: packed('br', brotliCompressSync(zeros)), reason: /longer than 4 MiB/ },
  {
    name: 'a bomb in a bomb',
    responses: packed('gzip, gzip', gzipSync(gzipSync(zeros))),
    reason: /longer than 4 MiB/,
  },
  {
    name: 'gzip that breaks off',
    responses: packed('gzip', gzipSync('{"keypairs":[]}').subarray(0, 20)),
    reason: /the body is not valid gzip/,
  },
  {
    name: 'gzip that is none',
    responses: packed('gzip', Buffer.from('{"keypairs":[]}')),
    reason: /the body is not valid gzip/,
  },
  {
    name: 'an unknown encoding',
    responses: packed('rot13', Buffer.from('{"xrlcnvef":[]}')),
    reason: /content-encoding "rot13" is not supported/,
  },
  {
    name: 'three encodings on top of each other',
    responses: packed('gzip, gzip, gzip', Buffer.from('x')),
    reason: /content-encoding "gzip, gzip, gzip" is not supported/,
  },
  {
    name: 'less than its Content-Length',
    responses: (response) =>
      bareAndOver(
        response,
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"keypairs":[]}',
      ),
    reason: / failed: /,
  },
  {
    name: 'two Content-Lengths that disagree',
    responses: (response) =>
      bareAndOver(response, 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 15\r\n\r\n{"keypairs":[]}'),
    reason: /is not valid HTTP/,
  },
  {
    name: 'something that is no HTTP',
    responses: (response) => bare(response, 'SSH-2.0-OpenSSH_9.2p1\r\n'),
    reason: /is not valid HTTP/,
  },
  {
    name: 'a status that is none',
    responses: (response) => bare(response, 'HTTP/1.1 9999 What\r\n\r\n'),
    reason: /is not valid HTTP/,
  },
  {
    name: 'NUL in a header',
    responses: (response) => bare(response, 'HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n'),
    reason: /is not valid HTTP/,
  },
  {
    name: 'a change of protocol',
    responses: (response) =>
      bare(response, 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    reason: /failed: |is not valid HTTP/,
  },
  {
    name: 'lists a hundred thousand deep',
    responses: body('['.repeat(100_000) + ']'.repeat(100_000)),
    reason: /nested more than 64 levels deep/,
  },
  {
    name: 'objects a hundred thousand deep',
    responses: body(`${'{"keypairs":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    reason: /nested more than 64 levels deep/,
  },
  {
    name: 'a million elements',
    responses: body(({ member }) => `{"${member}":[${'0,'.repeat(1_000_000)}0]}`),
    reason: /more than 200000 values/,
  },
]

describe.each(rows(dishes))('a target that answers %s', (_, tray) => {
  let run: CliRun
  beforeAll(async () => {
    run = await runBatch(tray)
  })

  test.each(each(tray))('is not accused of %s', (__, { place, reason }) =>
    expectOutcome(run, place, 'inconclusive', reason),
  )

  test('ends the run in time, in little memory and with exit code 3', () => {
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.report?.errors).toEqual([])
    expect(run.code).toBe(3)
    expectBounded(run, 90)
  })
})
