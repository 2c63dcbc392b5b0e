import { describe, expect, test } from 'vitest'
import { isPublicKey, publicKeys } from './ssh-keys.ts'

describe('isPublicKey', () => {
  test('knows the keys that are imported', () => {
    expect(publicKeys.map(isPublicKey)).toEqual([true, true])
  })

  test.for(['', 'ssh-rsa', 'ssh-rsa AAAA', 'not a key', publicKeys[0].replace('ssh-rsa ', 'ssh-ed25519 ')])(
    'does not take %j for one',
    (text) => {
      expect(isPublicKey(text)).toBe(false)
    },
  )
})
