import { createPublicKey } from 'node:crypto'
import sshpk from 'sshpk'
import { describe, expect, test } from 'vitest'
import { at, drive, textAt } from '../../testing/driver.ts'
import { throwawayKey } from '../../testing/recorded-scenario.ts'

const fingerprint = 'f5:f7:30:29:a1:76:78:12:5f:c7:88:e2:31:6b:4c:18'

describe('keypairs', () => {
  test('are generated with a private key that belongs to the public key', async () => {
    const driver = drive()
    const { status, body } = await driver.send('POST', '/os-keypairs', { keypair: { name: 'made' } })
    expect(status).toBe(200)
    const privateKey = textAt(body, 'keypair.private_key')
    expect(privateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/)
    const derived = createPublicKey(privateKey).export({ type: 'pkcs1', format: 'pem' })
    const expected = sshpk.parseKey(derived, 'pem')
    const shown = sshpk.parseKey(textAt(body, 'keypair.public_key'), 'ssh')
    expect(shown.fingerprint('sha256').toString()).toBe(expected.fingerprint('sha256').toString())
    expect(at(body, 'keypair.fingerprint')).toBe(expected.fingerprint('md5').toString('hex'))
    const { body: another } = await driver.send('POST', '/os-keypairs', { keypair: { name: 'second' } })
    expect(at(another, 'keypair.public_key')).not.toBe(at(body, 'keypair.public_key'))
  })

  test('are imported unchanged, and can be found until they are deleted', async () => {
    const driver = drive()
    const created = await driver.send('POST', '/os-keypairs', { keypair: { name: ' a b ', public_key: throwawayKey } })
    expect(created.body).toEqual({
      keypair: { name: 'a b', public_key: throwawayKey, fingerprint, user_id: expect.stringMatching(/^[0-9a-f]{32}$/) },
    })
    const { body: shown } = await driver.send('GET', '/os-keypairs/a%20b')
    expect(shown).toEqual({
      keypair: {
        name: 'a b',
        public_key: throwawayKey,
        fingerprint,
        user_id: at(created.body, 'keypair.user_id'),
        id: 1,
        created_at: '2026-01-02T03:04:05.000000',
        updated_at: null,
        deleted_at: null,
        deleted: false,
      },
    })
    const { body: listed } = await driver.send('GET', '/os-keypairs')
    expect(listed).toEqual({ keypairs: [{ keypair: { name: 'a b', public_key: throwawayKey, fingerprint } }] })
    const { tenant, token } = driver.config.other
    expect((await driver.send('GET', `/v2/${tenant}/os-keypairs/a%20b`, undefined, { token })).status).toBe(404)
    const deleted = await driver.send('DELETE', '/os-keypairs/a%20b')
    expect([deleted.status, deleted.body]).toEqual([202, ''])
    expect((await driver.send('DELETE', '/os-keypairs/a%20b')).status).toBe(404)
  })

  test.each([
    [{}, 400],
    [{ keypair: {} }, 400],
    [{ keypair: { name: '' } }, 400],
    [{ keypair: { name: 5 } }, 400],
    [{ keypair: { name: 'x'.repeat(256) } }, 400],
    [{ keypair: { name: 'bad', public_key: 'not a key' } }, 400],
    [{ keypair: { name: 'bad', public_key: 5 } }, 400],
    [{ keypair: { name: 'taken', public_key: throwawayKey } }, 409],
    [{ keypair: { name: 'taken' } }, 409],
  ])('reject %j with %i', async (request, status) => {
    const driver = drive()
    await driver.send('POST', '/os-keypairs', { keypair: { name: 'taken', public_key: throwawayKey } })
    expect((await driver.send('POST', '/os-keypairs', request)).status).toBe(status)
  })

  test('reject the second of two simultaneous requests for one name', async () => {
    const driver = drive()
    const both = await Promise.all([1, 2].map(() => driver.send('POST', '/os-keypairs', { keypair: { name: 'one' } })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})
