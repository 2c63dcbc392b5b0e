import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readBody } from './response-body.ts'
import { limits } from './response-limits.ts'

const megabyte = 1024 * 1024

/** A body that arrives in chunks, and a record of how much of it was read. */
function bodyOf(...chunks: readonly (Buffer | string)[]) {
  const progress = { bytes: 0, isClosed: false }
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of chunks) {
        progress.bytes += chunk.length
        yield Buffer.from(chunk)
      }
    } finally {
      progress.isClosed = true
    }
  }
  return { body: body(), progress }
}

const read = (encoding: string | undefined, ...chunks: readonly (Buffer | string)[]) =>
  readBody(bodyOf(...chunks).body, encoding, 'GET /x')

describe('readBody', () => {
  test('joins chunks, even when one ends within a character', async () => {
    const bytes = Buffer.from('{"name":"한국"}')
    expect(await read(undefined, bytes.subarray(0, 10), bytes.subarray(10))).toEqual({
      text: '{"name":"한국"}',
      isUtf8: true,
    })
    expect(await read(undefined)).toEqual({ text: '', isUtf8: true })
  })

  test('reports bytes that are not UTF-8', async () => {
    expect(await read(undefined, Buffer.from([0x22, 0xff, 0x22]))).toEqual({ text: '"�"', isUtf8: false })
  })

  test('accepts a body up to the limit and stops reading beyond it', async () => {
    const largest = await read(undefined, ...Array.from({ length: limits.body / megabyte }, () => ' '.repeat(megabyte)))
    expect(largest.text.length).toBe(limits.body)
    const endless = bodyOf(...Array.from({ length: 100 }, () => ' '.repeat(megabyte)))
    await expect(readBody(endless.body, undefined, 'GET /x')).rejects.toThrow(
      'GET /x failed: the response is longer than 4 MiB.',
    )
    expect(endless.progress.bytes).toBeLessThanOrEqual(limits.body + megabyte)
    expect(endless.progress.isClosed).toBe(true)
  })

  test('rejects a body that is nested too deep', async () => {
    await expect(read(undefined, '['.repeat(100_000))).rejects.toThrow(
      'the response is nested more than 64 levels deep',
    )
  })
})

describe('readBody of a body that is compressed without being requested', () => {
  test.each([
    ['gzip', gzipSync('{"a":1}')],
    ['x-gzip', gzipSync('{"a":1}')],
    ['deflate', deflateSync('{"a":1}')],
    ['BR', brotliCompressSync('{"a":1}')],
    ['identity', Buffer.from('{"a":1}')],
    ['deflate, gzip', gzipSync(deflateSync('{"a":1}'))],
    ['gzip', Buffer.alloc(0)],
  ])('decompresses %s', async (encoding, bytes) => {
    expect((await read(encoding, bytes)).text).toBe(bytes.length > 0 ? '{"a":1}' : '')
  })

  const zeros = Buffer.alloc(64 * megabyte)
  test.each([
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['gzip, gzip', gzipSync(gzipSync(zeros))],
  ])('stops decompressing a %s bomb at the limit', async (encoding, bomb) => {
    expect(bomb.length).toBeLessThan(limits.largeBody)
    await expect(read(encoding, bomb)).rejects.toThrow('the response is longer than 4 MiB')
  })

  test.each([
    ['gzip', gzipSync('{"a":1}').subarray(0, 15), 'the body is not valid gzip'],
    ['gzip', Buffer.from('{"a":1}'), 'the body is not valid gzip'],
    ['compress', Buffer.from('{"a":1}'), 'the content-encoding "compress" is not supported'],
    [
      'gzip, gzip, gzip',
      gzipSync(gzipSync(gzipSync('{}'))),
      'the content-encoding "gzip, gzip, gzip" is not supported',
    ],
  ])('rejects invalid or unsupported %s', async (encoding, bytes, reason) => {
    await expect(read(encoding, bytes)).rejects.toThrow(reason)
  })
})
