import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import sshpk from 'sshpk'
import { describe, expect, it } from 'vitest'
import { KeyRing } from './rsa-keys.ts'

describe('generated keys', () => {
  it('are valid RSA keys of 2,048 bits whose halves belong together', async () => {
    const { publicKey, privateKey } = await new KeyRing().source().take()
    const key = createPrivateKey(privateKey)
    expect(key.asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65537n })
    const publicHalf = sshpk.parseKey(publicKey, 'ssh').toString('pkcs8')
    expect(createPublicKey(publicHalf).equals(createPublicKey(key))).toBe(true)
    const message = Buffer.from('a message')
    expect(verify('sha256', message, publicHalf, sign('sha256', message, key))).toBe(true)
    expect(privateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    expect(publicKey).toMatch(/ Generated-by-Nova$/)
  })

  it('all differ, although they share primes', async () => {
    const source = new KeyRing().source()
    const keys = await Promise.all(Array.from({ length: 12 }, () => source.take()))
    expect(new Set(keys.map((key) => key.publicKey)).size).toBe(12)
    for (const { privateKey } of keys) {
      const key = createPrivateKey(privateKey)
      expect(verify('sha256', Buffer.from('x'), createPublicKey(key), sign('sha256', Buffer.from('x'), key))).toBe(true)
    }
  })

  it('are the same in the same order for every emulator of a ring', async () => {
    const ring = new KeyRing()
    const [one, another] = [ring.source(), ring.source()]
    for (let index = 0; index < 4; index++) expect(await one.take()).toEqual(await another.take())
  })
})
