import { describe, expect, test } from 'vitest'
import { isPublicKey, publicKeys } from './keypairs.ts'

describe('isPublicKey', () => {
  test('accepts the keys that tests import', () => {
    expect(publicKeys.map(isPublicKey)).toEqual([true, true])
  })

  test.for(['', 'ssh-rsa', 'ssh-rsa AAAA', 'not a key', publicKeys[0].replace('ssh-rsa ', 'ssh-ed25519 ')])(
    'rejects %j',
    (text) => {
      expect(isPublicKey(text)).toBe(false)
    },
  )
})
