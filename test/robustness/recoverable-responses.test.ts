/** A response that is unusual but valid passes; one whose body is wrong fails its requirement. */
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CliRun, expectWithinLimits } from '../fixtures/run-cli.ts'
import { forwardWith } from '../fixtures/tampering-proxy.ts'
import { batchTable, caseTable, endpoints, expectOutcome, type ResponseCase, runBatch } from './response-batches.ts'
import { body, encodedBody, json, type ListResponder, megabyte, writeRawAndClose } from './responses.ts'

/** Inserts a member before the first one of the body. LIST stands for the key of the list. */
const withMember =
  (member: string): ListResponder =>
  (response, upstream, endpoint) => {
    const inserted = member.replace('LIST', endpoint.member)
    forwardWith(upstream, response, upstream.body.toString('utf8').replace('{', `{${inserted},`))
  }

/** Appends keypairs to the list that are correct except for these fields. */
const withKeypairs =
  (fields: Readonly<Record<string, unknown>>, count = 1): ListResponder =>
  (response, upstream) => {
    const keypair = { name: 'x', public_key: 'ssh-rsa AAAA x', fingerprint: 'aa:bb', type: 'ssh', ...fields }
    const added = Array.from({ length: count }, () => JSON.stringify({ keypair }))
    const text = upstream.body.toString('utf8').replace(/\]\s*\}\s*$/, `,${added.join(',')}]}`)
    forwardWith(upstream, response, text.replace('[,', '['))
  }

/** Writes the body of the emulator under these headers, which node:http would not write. */
const withRawHeaders =
  (headers: string, trailer = ''): ListResponder =>
  (response, { body: content }) =>
    writeRawAndClose(
      response,
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${headers}content-length: ${content.length}\r\n\r\n${content}${trailer}`,
    )

const only = endpoints.keypairs

const valid: readonly ResponseCase[] = [
  {
    name: 'gzip that was not requested',
    respond: (response, upstream, endpoint) =>
      encodedBody('gzip', gzipSync(upstream.body))(response, upstream, endpoint),
  },
  {
    name: 'the members __proto__ and constructor',
    respond: withMember('"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}'),
  },
  { name: 'a duplicate member whose last value is right', respond: withMember('"LIST":17') },
  { name: 'a string of 1 MB', respond: withKeypairs({ name: 'y'.repeat(megabyte) }), only },
  {
    name: '1 MB of escaped control characters',
    respond: withKeypairs({ fingerprint: '\u0001'.repeat(megabyte / 6) }),
    only,
  },
  { name: '30,000 keypairs', respond: withKeypairs({}, 30_000), only },
  {
    name: 'strings that make regular expressions backtrack',
    respond: withKeypairs({
      name: `${'a'.repeat(50_000)}!${'"'.repeat(20_000)}\\`,
      fingerprint: ' \t'.repeat(50_000),
    }),
    only,
  },
  {
    name: 'an undocumented member nested 60 levels deep',
    respond: withMember(`"deep":${'['.repeat(60)}${']'.repeat(60)}`),
  },
  {
    name: 'headers with the names of object members',
    respond: (response, { body: content }) =>
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
  { name: 'a header with the name __proto__', respond: withRawHeaders('__proto__: a\r\n__proto__: b\r\n') },
  { name: 'a body longer than its Content-Length', respond: withRawHeaders('', 'and more') },
]

describe.each(batchTable(valid))('a run with %s', (_, batch) => {
  let run: CliRun
  beforeAll(async () => {
    run = await runBatch(batch, { ownProcess: true })
  })

  test.each(caseTable(batch))('passes with %s', (_name, { endpoint }) => expectOutcome(run, endpoint, 'pass'))

  test('ends within the limits of time and memory, with exit code 0', () => {
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.code).toBe(0)
    expectWithinLimits(run)
  })
})

interface WrongBody extends ResponseCase {
  readonly requirement: string
  readonly expected: RegExp
}

const wrong: readonly WrongBody[] = [
  {
    name: 'invalid UTF-8',
    respond: body(({ member }) => Buffer.from(`{"${member}":[],"note":"\xff\xfe"}`, 'latin1')),
    requirement: 'conventions.json-object',
    expected: /UTF-8/,
    only: endpoints.zones,
  },
  {
    name: 'HTML',
    respond: body('<html>'),
    requirement: 'conventions.json-object',
    expected: /JSON/,
    only: endpoints.flavors,
  },
  {
    name: 'an empty body',
    respond: body(''),
    requirement: 'conventions.json-object',
    expected: /JSON/,
    only: endpoints.zones,
  },
  {
    name: 'truncated JSON',
    respond: (response, { body: content }) =>
      void response.writeHead(200, json).end(content.subarray(0, content.length / 2)),
    requirement: 'conventions.json-object',
    expected: /JSON/,
    only: endpoints.flavors,
  },
  {
    name: 'a duplicate member whose last value is wrong',
    respond: (response, upstream) =>
      forwardWith(upstream, response, upstream.body.toString('utf8').replace(/\}\s*$/, ',"keypairs":17}')),
    requirement: 'keypairs.list.array',
    expected: /an array/,
    only,
  },
  {
    name: '50,000 wrong elements',
    respond: body(`{"keypairs":[${'17,'.repeat(50_000)}17]}`),
    requirement: 'keypairs.list.wrapper',
    expected: /object/,
    only,
  },
]

describe.each(batchTable(wrong))('a run with %s', (_, batch) => {
  let run: CliRun
  beforeAll(async () => {
    run = await runBatch(batch, { ownProcess: true })
  })

  test.each(caseTable(batch))('reports a violation for %s', (_name, { endpoint, requirement, expected }) => {
    const finding = { expected: expect.stringMatching(expected), curl: expect.stringContaining(endpoint.path) }
    expect(run.requirement(requirement)).toMatchObject({
      outcome: 'fail',
      findings: expect.arrayContaining([expect.objectContaining(finding)]),
    })
  })

  test('ends within the limits of time and memory, with exit code 1', () => {
    expect(run.report?.totals.error).toBe(0)
    expect(run.code).toBe(1)
    expectWithinLimits(run)
  })
})
