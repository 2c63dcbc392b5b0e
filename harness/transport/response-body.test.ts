import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readBody } from './response-body.ts'
import { limits } from './response-limits.ts'

const megabyte = 1024 * 1024

/** A body that comes in pieces, and how much of it was taken. */
function pieces(...all: readonly (Buffer | string)[]) {
  const taken = { bytes: 0, isClosed: false }
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for (const piece of all) {
        taken.bytes += piece.length
        yield Buffer.from(piece)
      }
    } finally {
      taken.isClosed = true
    }
  }
  return { body: body(), taken }
}

const read = (encoding: string | undefined, ...all: readonly (Buffer | string)[]) =>
  readBody(pieces(...all).body, encoding, 'GET /x')

describe('a body', () => {
  test('is put together from its pieces, wherever they are cut', async () => {
    const bytes = Buffer.from('{"name":"한국"}')
    expect(await read(undefined, bytes.subarray(0, 10), bytes.subarray(10))).toEqual({
      text: '{"name":"한국"}',
      isUtf8: true,
    })
    expect(await read(undefined)).toEqual({ text: '', isUtf8: true })
  })

  test('is no UTF-8 when it is not', async () => {
    expect(await read(undefined, Buffer.from([0x22, 0xff, 0x22]))).toEqual({ text: '"�"', isUtf8: false })
  })

  test('may be as long as the limit, and no longer; the rest is not taken', async () => {
    const most = await read(undefined, ...Array.from({ length: limits.body / megabyte }, () => ' '.repeat(megabyte)))
    expect(most.text.length).toBe(limits.body)
    const endless = pieces(...Array.from({ length: 100 }, () => ' '.repeat(megabyte)))
    await expect(readBody(endless.body, undefined, 'GET /x')).rejects.toThrow(
      'GET /x has no usable answer: it is longer than 4 MiB.',
    )
    expect(endless.taken.bytes).toBeLessThanOrEqual(limits.body + megabyte)
    expect(endless.taken.isClosed).toBe(true)
  })

  test('is not looked at when it is nested too deep', async () => {
    await expect(read(undefined, '['.repeat(100_000))).rejects.toThrow('it is nested more than 64 deep')
  })
})

describe('an encoding that nobody asked for', () => {
  test.each([
    ['gzip', gzipSync('{"a":1}')],
    ['x-gzip', gzipSync('{"a":1}')],
    ['deflate', deflateSync('{"a":1}')],
    ['BR', brotliCompressSync('{"a":1}')],
    ['identity', Buffer.from('{"a":1}')],
    ['deflate, gzip', gzipSync(deflateSync('{"a":1}'))],
    ['gzip', Buffer.alloc(0)],
  ])('is undone: %s', async (encoding, packed) => {
    expect((await read(encoding, packed)).text).toBe(packed.length > 0 ? '{"a":1}' : '')
  })

  const zeros = Buffer.alloc(64 * megabyte)
  test.each([
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['gzip, gzip', gzipSync(gzipSync(zeros))],
  ])('is a bomb: %s', async (encoding, bomb) => {
    expect(bomb.length).toBeLessThan(limits.longBody)
    await expect(read(encoding, bomb)).rejects.toThrow('it is longer than 4 MiB')
  })

  test.each([
    ['gzip', gzipSync('{"a":1}').subarray(0, 15), 'it says that it is gzip, and is not'],
    ['gzip', Buffer.from('{"a":1}'), 'it says that it is gzip, and is not'],
    ['compress', Buffer.from('{"a":1}'), 'it is encoded as "compress", which nobody asked for'],
    ['gzip, gzip, gzip', gzipSync(gzipSync(gzipSync('{}'))), 'it is encoded as "gzip, gzip, gzip"'],
  ])('cannot be undone: %s', async (encoding, packed, why) => {
    await expect(read(encoding, packed)).rejects.toThrow(why)
  })
})
