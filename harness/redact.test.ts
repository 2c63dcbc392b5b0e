import { describe, expect, test } from 'vitest'
import { redactor } from './redact.ts'

const redact = redactor(['gAAAA-the-token', undefined])

describe('the redactor', () => {
  test.each([
    ['a password in a create answer', '{"server":{"id":"1","adminPass":"s3cret!"}}', 's3cret!'],
    ['a password with an escaped quote', '{"adminPass":"a\\"b-s3cret"}', 'b-s3cret'],
    [
      'a private key',
      '{"keypair":{"private_key":"-----BEGIN RSA PRIVATE KEY-----\\nMIIE\\n-----END RSA PRIVATE KEY-----\\n"}}',
      'MIIE',
    ],
    ['a private key outside JSON', 'here: -----BEGIN OPENSSH PRIVATE KEY-----\nabcMIIE\n', 'abcMIIE'],
    [
      'a private key under another name',
      '{"note":"-----BEGIN EC PRIVATE KEY-----\\nMIIE\\n-----END EC PRIVATE KEY-----"}',
      'MIIE',
    ],
    ['user data', '{"server": {"user_data" : "IyEvYmlu"}}', 'IyEvYmlu'],
    ['the token wherever it comes back', 'error: bad token gAAAA-the-token.', 'gAAAA-the-token'],
    ['a value that was cut off', '{"adminPass":"s3cre', 's3cre'],
  ])('takes out %s', (_, text, secret) => {
    expect(redact.text(text)).not.toContain(secret)
    expect(redact.text(text)).toContain('(removed)')
  })

  test('takes out the headers that carry credentials', () => {
    expect(redact.headers({ 'x-auth-token': 'abc', 'set-cookie': 'sid=1', accept: 'application/json' })).toEqual({
      'x-auth-token': '(removed)',
      'set-cookie': '(removed)',
      accept: 'application/json',
    })
  })

  test('leaves everything else as it is', () => {
    const text = '{"server":{"name":"password-less","metadata":{"k":"v"}}}'
    expect(redact.text(text)).toBe(text)
  })
})
