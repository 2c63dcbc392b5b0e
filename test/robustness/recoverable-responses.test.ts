/** Answers that can be read, however odd they are, or may be understood in two ways: they are judged. */
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { type BadResponse, each, expectOutcome, places, rows, runBatch } from './response-batches.ts'
import { type Answers, bareAndOver, body, json, megabyte, packed } from './responses.ts'
import { type CliRun, expectBounded } from './run-cli.ts'
import { forwardWith } from './tampering-proxy.ts'

/** The genuine list with something put in before its first member. */
const within =
  (member: string): Answers =>
  (response, genuine, place) =>
    forwardWith(
      genuine,
      response,
      genuine.body.toString('utf8').replace('{', `{${member.replace('LIST', place.member)},`),
    )

/** The genuine list with another keypair, all of whose fields are right but those told. */
const among =
  (change: Readonly<Record<string, unknown>>, times = 1): Answers =>
  (response, genuine) => {
    const keypair = { name: 'x', public_key: 'ssh-rsa AAAA x', fingerprint: 'aa:bb', type: 'ssh', ...change }
    const more = Array.from({ length: times }, () => JSON.stringify({ keypair }))
    const text = genuine.body.toString('utf8').replace(/\]\s*\}\s*$/, `,${more.join(',')}]}`)
    forwardWith(genuine, response, text.replace('[,', '['))
  }

const only = places.keypairs

const sound: readonly BadResponse[] = [
  {
    name: 'gzip, unasked but sound',
    responses: (response, genuine, place) => packed('gzip', gzipSync(genuine.body))(response, genuine, place),
  },
  {
    name: 'the own keys of objects',
    responses: within('"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}'),
  },
  { name: 'a key that comes twice, the last being right', responses: within('"LIST":17') },
  { name: 'a string of a megabyte', responses: among({ name: 'y'.repeat(megabyte) }), only },
  { name: 'escapes of a megabyte', responses: among({ fingerprint: '\u0001'.repeat(megabyte / 6) }), only },
  { name: 'as many keypairs as fit', responses: among({}, 30_000), only },
  {
    name: 'text that leads regular expressions astray',
    responses: among({ name: `${'a'.repeat(50_000)}!${'"'.repeat(20_000)}\\`, fingerprint: ' \t'.repeat(50_000) }),
    only,
  },
  { name: 'nesting that somebody invented', responses: within(`"deep":${'['.repeat(60)}${']'.repeat(60)}`) },
  {
    name: 'headers called like members of an object',
    responses: (response, { body: content }) =>
      void response
        .writeHead(200, {
          ...json,
          constructor: 'x',
          hasownproperty: 'y',
          'x-proto': '__proto__',
          'content-length': content.length,
        })
        .end(content),
  },
  {
    name: 'a header of the name __proto__',
    responses: (response, { body: content }) =>
      bareAndOver(
        response,
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n__proto__: a\r\n__proto__: b\r\ncontent-length: ${content.length}\r\n\r\n${content}`,
      ),
  },
  {
    name: 'more than its Content-Length',
    responses: (response, { body: content }) =>
      bareAndOver(
        response,
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${content.length}\r\n\r\n${content}and more`,
      ),
  },
]

describe.each(rows(sound))('a target that answers %s', (_, tray) => {
  let run: CliRun
  beforeAll(async () => {
    run = await runBatch(tray)
  })

  test.each(each(tray))('passes with %s', (__, { place }) => expectOutcome(run, place, 'pass'))

  test('ends the run in time, in little memory and with exit code 0', () => {
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.code).toBe(0)
    expectBounded(run, 90)
  })
})

interface Wrong extends BadResponse {
  readonly requirement: string
  readonly expected: RegExp
}

const wrong: readonly Wrong[] = [
  {
    name: 'bytes that are no UTF-8',
    responses: body(({ member }) => Buffer.from(`{"${member}":[],"note":"\xff\xfe"}`, 'latin1')),
    requirement: 'conventions.json-object',
    expected: /UTF-8/,
    only: places.zones,
  },
  {
    name: 'a page',
    responses: body('<html>'),
    requirement: 'conventions.json-object',
    expected: /JSON/,
    only: places.flavors,
  },
  {
    name: 'nothing',
    responses: body(''),
    requirement: 'conventions.json-object',
    expected: /JSON/,
    only: places.zones,
  },
  {
    name: 'half of itself',
    responses: (response, { body: content }) =>
      void response.writeHead(200, json).end(content.subarray(0, content.length / 2)),
    requirement: 'conventions.json-object',
    expected: /JSON/,
    only: places.flavors,
  },
  {
    name: 'a key that comes twice, the last being wrong',
    responses: (response, genuine) =>
      forwardWith(genuine, response, genuine.body.toString('utf8').replace(/\}\s*$/, ',"keypairs":17}')),
    requirement: 'keypairs.list.array',
    expected: /an array/,
    only,
  },
  {
    name: 'fifty thousand wrong elements',
    responses: body(`{"keypairs":[${'17,'.repeat(50_000)}17]}`),
    requirement: 'keypairs.list.wrapper',
    expected: /object/,
    only,
  },
]

describe.each(rows(wrong))('a target that answers %s', (_, tray) => {
  let run: CliRun
  beforeAll(async () => {
    run = await runBatch(tray)
  })

  test.each(each(tray))('fails by %s', (__, { place, requirement, expected }) => {
    const finding = { expected: expect.stringMatching(expected), curl: expect.stringContaining(place.path) }
    expect(run.requirement(requirement)).toMatchObject({
      outcome: 'fail',
      findings: expect.arrayContaining([expect.objectContaining(finding)]),
    })
  })

  test('ends the run in time, in little memory and with exit code 1', () => {
    expect(run.report?.totals.error).toBe(0)
    expect(run.code).toBe(1)
    expectBounded(run, 90)
  })
})
