import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Conversation, created, grace } from './conversation.fixture.ts'

/** An RSA key as PEM, and its public key in SSH format. */
function rsaKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, bytes.length >> 8, bytes.length & 255]), bytes])
  const number = (text: string) => field(Buffer.concat([Buffer.from([0]), Buffer.from(text, 'base64url')]))
  const blob = Buffer.concat([field(Buffer.from('ssh-rsa')), number(e), number(n)])
  return {
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: `ssh-rsa ${blob.toString('base64')} Generated-by-Nova`,
  }
}

function fingerprintOf(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
  return createHash('md5')
    .update(blob)
    .digest('hex')
    .replaceAll(/..(?!$)/g, '$&:')
}

describe('the oracle', () => {
  test('reports a second keypair with the same name', () => {
    const keypair = { name: 'k', public_key: 'ssh-rsa A', fingerprint: 'f', user_id: 'u', id: 1 }
    const target = new Conversation()
    const create = (status = 200) =>
      target.call('createKeypair', { request: { keypair: { name: 'k' } } }, status, { keypair }, grace)
    create()
    target.call('showKeypair', { resource: 'k' }, 200, { keypair })
    expect(create(404)).toEqual([])
    expect(create(409)).toEqual([])
    expect(create()).toContain('keypairs.create.duplicate-refused')
    target.call('deleteKeypair', { resource: 'k' }, 202)
    expect(create()).not.toContain('keypairs.create.duplicate-refused')
  })

  test('reports a keypair that changes, in show and in the list', () => {
    const keypair = { name: 'k', public_key: 'ssh-rsa A', fingerprint: 'f', user_id: 'u', id: 1, created_at: 't' }
    const target = new Conversation()
    target.call('createKeypair', { request: { keypair: { name: 'k' } } }, 200, { keypair })
    const show = (changes: object) =>
      target.call('showKeypair', { resource: 'k' }, 200, { keypair: { ...keypair, ...changes } })
    expect(show({})).toEqual([])
    expect(show({ id: 2 })).toEqual(['keypairs.id'])
    expect(show({ created_at: 'later' })).toEqual(['keypairs.created-at'])
    const listed = { keypairs: [{ keypair: { ...keypair, fingerprint: 'g' } }] }
    expect(target.call('listKeypairs', {}, 200, listed)).toEqual(['keypairs.fingerprint-agrees'])
    expect(target.call('showKeypair', { resource: 'k' }, 404)).toEqual(['keypairs.show.by-name'])
  })

  test('allows a stale response with the deleted keypair of the same name, for a while', () => {
    const target = new Conversation()
    const create = (public_key: string) =>
      target.call('createKeypair', { request: { keypair: { name: 'k', public_key } } }, 200, {
        keypair: { name: 'k', public_key, fingerprint: `of ${public_key}` },
      })
    const list = (public_key: string, ms?: number) =>
      target.call('listKeypairs', {}, 200, { keypairs: [{ keypair: { name: 'k', public_key } }] }, ms)
    create('ssh-rsa A')
    target.call('deleteKeypair', { resource: 'k' }, 202)
    create('ssh-rsa B')
    const atOnce = list('ssh-rsa A')
    const later = list('ssh-rsa A', grace)
    expect([atOnce, later]).toEqual([[], ['keypairs.create.imports']])
  })

  test('reports a different public key of a generated or imported keypair', () => {
    const showOther = (request: object) => {
      const target = new Conversation()
      const show = (public_key: string) =>
        target.call('showKeypair', { resource: 'k' }, 200, { keypair: { name: 'k', public_key } })
      const keypair = { name: 'k', public_key: 'ssh-rsa A' }
      target.call('createKeypair', { request: { keypair: { name: 'k', ...request } } }, 200, { keypair })
      return [...show('ssh-rsa A'), ...show('ssh-rsa B')]
    }
    expect(showOther({})).toEqual(['keypairs.create.generates'])
    expect(showOther({ public_key: 'ssh-rsa A' })).toEqual(['keypairs.create.imports'])
  })

  test('compares the public key in a list only for an imported keypair', () => {
    const listOther = (request: object) => {
      const target = new Conversation()
      const keypair = { name: 'k', public_key: 'ssh-rsa A' }
      target.call('createKeypair', { request: { keypair: { name: 'k', ...request } } }, 200, { keypair })
      const listed = { keypairs: [{ keypair: { ...keypair, public_key: 'ssh-rsa B' } }] }
      return target.call('listKeypairs', {}, 200, listed)
    }
    expect(listOther({})).toEqual([])
    expect(listOther({ public_key: 'ssh-rsa A' })).toEqual(['keypairs.create.imports'])
  })

  test('notices a server that changes its keypair, until that keypair is deleted', () => {
    const showWithout = (deleted: string) => {
      const target = created({ key_name: 'k1' })
      target.show()
      target.call('deleteKeypair', { resource: deleted }, 202)
      return target.show({ key_name: null }, grace)
    }
    expect(showWithout('k2')).toEqual(['servers.create.key-name'])
    expect(showWithout('k1')).toEqual([])
  })

  test('notices one id for two keypairs', () => {
    const target = new Conversation()
    for (const name of ['a', 'b']) target.call('createKeypair', { request: { keypair: { name } } }, 200, {})
    const show = (name: string, id: number) =>
      target.call('showKeypair', { resource: name }, 200, { keypair: { name, id } })
    expect(show('a', 1)).toEqual([])
    expect(show('b', 1)).toEqual(['keypairs.id'])
  })

  test('reports a private key that belongs to another public key', () => {
    const [one, other] = [rsaKeys(), rsaKeys()]
    const create = (privateKey: string) => {
      const keypair = { name: 'k', public_key: one.publicKey, private_key: privateKey }
      return new Conversation().call('createKeypair', { request: { keypair: { name: 'k' } } }, 200, { keypair })
    }
    expect(create(one.privateKey)).toEqual([])
    expect(create(other.privateKey)).toEqual(['keypairs.create.private-key'])
    expect(create('no key')).toEqual([])
  })

  test('reports the fingerprint of another key, unless the public key has changed', () => {
    const [one, other] = [rsaKeys().publicKey, rsaKeys().publicKey]
    const showWith = (public_key: string, of: string) => {
      const target = new Conversation()
      const keypair = { name: 'k', public_key: one, fingerprint: fingerprintOf(one) }
      target.call('createKeypair', { request: { keypair: { name: 'k' } } }, 200, { keypair })
      const shown = { ...keypair, public_key, fingerprint: fingerprintOf(of) }
      return target.call('showKeypair', { resource: 'k' }, 200, { keypair: shown })
    }
    expect(showWith(one.replace(' Generated-by-Nova', ''), one)).toEqual([])
    expect(showWith(one, other)).toContain('keypairs.fingerprint-agrees')
    expect(showWith(other, one)).toEqual(['keypairs.create.generates'])
  })
})
