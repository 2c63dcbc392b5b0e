/** Answers that are meant to fill memory, to take for ever, or to be understood in two ways. */
import type { ServerResponse } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Genuine, isFor, passWith, type Stage, stage } from './stage.ts'
import { expectBounded, type Trial, trial } from './trial.ts'

const victim = 'keypairs.list.answers'
const json = { 'content-type': 'application/json' }
const megabyte = 1024 * 1024

type Answers = (response: ServerResponse, genuine: Genuine) => unknown

/** A target whose list of keypairs is answered in another way. */
async function staged(answers: Answers): Promise<Stage> {
  const target = await stage((call, genuine, response) => {
    if (!isFor(call, 'GET', '/os-keypairs')) return false
    answers(response, genuine)
    return true
  })
  onTestFinished(() => target.close())
  return target
}

const run = async (answers: Answers): Promise<Trial> =>
  trial((await staged(answers)).config, { only: ['keypairs.*', 'conventions.json-object'] })

/** Writes without end, as fast as the other side reads, until it goes away. */
function flood(response: ServerResponse, chunk: Buffer): void {
  const write = (): void => {
    while (!response.destroyed && response.write(chunk)) {}
  }
  response.on('drain', write)
  write()
}

/** Writes a piece now and then until the other side goes away. */
function trickle(response: ServerResponse, write: () => void): void {
  const timer = setInterval(write, 100)
  response.on('close', () => clearInterval(timer))
}

const bare = (response: ServerResponse, head: string): void => void response.socket?.write(head)

const packed =
  (encoding: string, body: Buffer): Answers =>
  (response) =>
    void response.writeHead(200, { ...json, 'content-encoding': encoding, 'content-length': body.length }).end(body)

const zeros = Buffer.alloc(128 * megabyte)

describe('an answer that cannot be used is inconclusive', () => {
  test.each<[string, Answers, RegExp]>([
    [
      'a body of a hundred megabytes',
      (response) => void response.writeHead(200, json).end(Buffer.alloc(100 * megabyte, ' ')),
      /longer than 4 MiB/,
    ],
    [
      'a body without end',
      (response) => flood(response.writeHead(200, json), Buffer.alloc(megabyte, ' ')),
      /longer than 4 MiB/,
    ],
    [
      'a body that trickles',
      (response) => {
        response.writeHead(200, json)
        trickle(response, () => response.write(' '))
      },
      /no whole answer within 5 s/,
    ],
    [
      'headers that trickle',
      (response) => {
        bare(response, 'HTTP/1.1 200 OK\r\n')
        trickle(response, () => bare(response, `x-${Date.now()}: y\r\n`))
      },
      /no whole answer within 5 s/,
    ],
    [
      'news that it is being worked on, without end',
      (response) => trickle(response, () => bare(response, 'HTTP/1.1 102 Processing\r\n\r\n')),
      /no whole answer within 5 s/,
    ],
    [
      'headers of a megabyte',
      (response) => bare(response, `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(megabyte)}\r\n\r\n`),
      /no proper HTTP/,
    ],
    [
      'headers without number',
      (response) => bare(response, `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(100_000)}\r\n`),
      /no proper HTTP/,
    ],
    ['a gzip bomb', packed('gzip', gzipSync(zeros)), /longer than 4 MiB/],
    ['a deflate bomb', packed('deflate', deflateSync(zeros)), /longer than 4 MiB/],
    ['a brotli bomb', packed('br', brotliCompressSync(zeros)), /longer than 4 MiB/],
    ['a bomb in a bomb', packed('gzip, gzip', gzipSync(gzipSync(zeros))), /longer than 4 MiB/],
    [
      'gzip that breaks off',
      packed('gzip', gzipSync('{"keypairs":[]}').subarray(0, 20)),
      /it says that it is gzip, and is not/,
    ],
    ['gzip that is none', packed('gzip', Buffer.from('{"keypairs":[]}')), /it says that it is gzip, and is not/],
    ['an unknown encoding', packed('rot13', Buffer.from('{"xrlcnvef":[]}')), /encoded as "rot13"/],
    [
      'less than its Content-Length',
      (response) => {
        bare(
          response,
          'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"keypairs":[]}',
        )
        response.socket?.end()
      },
      /was not answered: /,
    ],
    ['something that is no HTTP', (response) => bare(response, 'SSH-2.0-OpenSSH_9.2p1\r\n'), /no proper HTTP/],
    ['a status that is none', (response) => bare(response, 'HTTP/1.1 9999 What\r\n\r\n'), /no proper HTTP/],
    ['NUL in a header', (response) => bare(response, 'HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n'), /no proper HTTP/],
    [
      'a change of protocol',
      (response) => bare(response, 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      /was not answered: |no proper HTTP/,
    ],
    [
      'lists a hundred thousand deep',
      (response) => void response.writeHead(200, json).end('['.repeat(100_000) + ']'.repeat(100_000)),
      /nested more than 64 deep/,
    ],
    [
      'objects a hundred thousand deep',
      (response) => void response.writeHead(200, json).end(`${'{"keypairs":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
      /nested more than 64 deep/,
    ],
    [
      'a million elements',
      (response) => void response.writeHead(200, json).end(`{"keypairs":[${'0,'.repeat(1_000_000)}0]}`),
      /more than 200000 values/,
    ],
  ])('%s', async (_, answers, reason) => {
    const result = await run(answers)
    expect(result.requirement(victim)).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringMatching(reason),
    })
    expect(result.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(result.code).toBe(3)
    expectBounded(result, 90)
  })
})

describe('an answer that can be used is judged', () => {
  /** The genuine list with something put in before its first member. */
  const within =
    (member: string): Answers =>
    (response, genuine) =>
      passWith(genuine, response, genuine.body.toString('utf8').replace('{', `{${member},`))

  /** The genuine list with another keypair, all of whose fields are right but those told. */
  const among =
    (change: Readonly<Record<string, unknown>>, times = 1): Answers =>
    (response, genuine) => {
      const keypair = { name: 'x', public_key: 'ssh-rsa AAAA x', fingerprint: 'aa:bb', type: 'ssh', ...change }
      const more = Array.from({ length: times }, () => JSON.stringify({ keypair }))
      const body = genuine.body.toString('utf8').replace(/\]\s*\}\s*$/, `,${more.join(',')}]}`)
      passWith(genuine, response, body.replace('[,', '['))
    }

  test.each<[string, Answers]>([
    ['gzip, unasked but sound', (response, genuine) => packed('gzip', gzipSync(genuine.body))(response, genuine)],
    ['the own keys of objects', within('"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}')],
    ['a key that comes twice, the last being right', within('"keypairs":17')],
    ['a string of a megabyte', among({ name: 'y'.repeat(megabyte) })],
    ['escapes of a megabyte', among({ fingerprint: '\u0001'.repeat(megabyte / 6) })],
    ['as many keypairs as fit', among({}, 30_000)],
    ['nesting that somebody invented', within(`"deep":${'['.repeat(60)}${']'.repeat(60)}`)],
    [
      'headers called like members of an object',
      (response, { body }) =>
        void response
          .writeHead(200, {
            ...json,
            constructor: 'x',
            hasownproperty: 'y',
            'x-proto': '__proto__',
            'content-length': body.length,
          })
          .end(body),
    ],
    [
      'a header of the name __proto__',
      (response, { body }) => {
        bare(
          response,
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n__proto__: a\r\n__proto__: b\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        )
        response.socket?.end()
      },
    ],
    [
      'more than its Content-Length',
      (response, { body }) => {
        bare(
          response,
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}and more`,
        )
        response.socket?.end()
      },
    ],
  ])('and passes: %s', async (_, answers) => {
    const result = await run(answers)
    expect(result.requirement(victim)).toMatchObject({ outcome: 'pass' })
    expect(result.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(result.code).toBe(0)
    expectBounded(result, 90)
  })

  test.each<[string, Answers, string, RegExp]>([
    [
      'bytes that are no UTF-8',
      (response) => void response.writeHead(200, json).end(Buffer.from('{"keypairs":[],"note":"\xff\xfe"}', 'latin1')),
      'conventions.json-object',
      /UTF-8/,
    ],
    ['a page', (response) => void response.writeHead(200, json).end('<html>'), 'conventions.json-object', /JSON/],
    ['nothing', (response) => void response.writeHead(200, json).end(), 'conventions.json-object', /JSON/],
    [
      'half of itself',
      (response, { body }) => void response.writeHead(200, json).end(body.subarray(0, body.length / 2)),
      'conventions.json-object',
      /JSON/,
    ],
    [
      'a key that comes twice, the last being wrong',
      (response, genuine) =>
        passWith(genuine, response, genuine.body.toString('utf8').replace(/\}\s*$/, ',"keypairs":17}')),
      'keypairs.list.array',
      /an array/,
    ],
    [
      'fifty thousand wrong elements',
      (response) => void response.writeHead(200, json).end(`{"keypairs":[${'17,'.repeat(50_000)}17]}`),
      'keypairs.list.wrapper',
      /object/,
    ],
  ])('and fails: %s', async (_, answers, requirement, expected) => {
    const result = await run(answers)
    expect(result.requirement(requirement)).toMatchObject({
      outcome: 'fail',
      findings: expect.arrayContaining([expect.objectContaining({ expected: expect.stringMatching(expected) })]),
    })
    expect(result.report?.totals.error).toBe(0)
    expect(result.code).toBe(1)
    expectBounded(result, 90)
  })
})
