import { describe, expect, it } from 'vitest'
import { AcceptedCreates } from './accepted-creates.ts'

const keypair = (name: string, more = {}) => ({ keypair: { name, ...more } })
const valid = (content: unknown) => ({ content, isInvalid: false, isAuthorized: true })
const accepted = { status: 200, text: '' }
const forbidden = (message = 'Forbidden', id = '1') => ({
  status: 403,
  text: JSON.stringify({ forbidden: { code: 403, message, request_id: `req-${id}` } }),
})

describe('AcceptedCreates', () => {
  it('recognizes the rejection of what was accepted before', () => {
    const creates = new AcceptedCreates()
    creates.record(valid(keypair('a')), accepted)
    creates.record(valid(keypair('b')), forbidden())

    expect(creates.isRejectedAlike(keypair('b'), forbidden())).toBe(true)
    expect(creates.isRejectedAlike(keypair('c', { public_key: 'ssh-rsa' }), forbidden('Forbidden', '2'))).toBe(true)
  })

  it.each([
    ['another form', [keypair('a')], keypair('b', { public_key: 'ssh-rsa' })],
    ['the same name again', [keypair('a')], keypair('a')],
    ['a name that tests a limit', [keypair('a')], keypair('n'.repeat(300))],
    ['another kind', [keypair('a')], { server_group: { name: 'b', policies: ['anti-affinity'] } }],
    ['the first create', [], keypair('a')],
  ])('does not excuse the rejection of %s', (_, earlier, content) => {
    const creates = new AcceptedCreates()
    for (const one of earlier) creates.record(valid(one), accepted)
    creates.record(valid(content), forbidden())

    expect(creates.isRejectedAlike(content, forbidden())).toBe(false)
  })

  it('does not learn from invalid and unauthorized creates', () => {
    const creates = new AcceptedCreates()
    creates.record(valid(keypair('a')), accepted)
    creates.record({ ...valid(keypair('b')), isAuthorized: false }, forbidden())
    creates.record({ ...valid(keypair('c')), isInvalid: true }, forbidden())

    expect(creates.isRejectedAlike(keypair('d'), forbidden())).toBe(false)
  })

  it('does not excuse another status or another text', () => {
    const creates = new AcceptedCreates()
    creates.record(valid(keypair('a')), accepted)
    creates.record(valid(keypair('b')), forbidden())

    expect(creates.isRejectedAlike(keypair('c'), { ...forbidden(), status: 400 })).toBe(false)
    expect(creates.isRejectedAlike(keypair('c'), forbidden('The key is too short.'))).toBe(false)
    expect(creates.isRejectedAlike({ reboot: {} }, forbidden())).toBe(false)
  })

  it('ignores the names of the resource and of its key', () => {
    const server = (name: string, key: string) => ({ server: { name, key_name: key, flavorRef: '1' } })
    const creates = new AcceptedCreates()
    creates.record(valid(server('a', 'k1')), accepted)
    creates.record(valid(server('b', 'k2')), forbidden())

    expect(creates.isRejectedAlike({ server: { name: 'c' } }, forbidden())).toBe(true)
  })
})
