import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor, type Redactor } from './redactor.ts'

const token = 'gAAAAABl-the_token-0123456789-abcdefghijklmnopqrstuvwxyz'
const redactor = createRedactor([token, undefined])

const base64 = (text: string) => Buffer.from(text).toString('base64')
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const unicode = (text: string) =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

describe('a secret that its context reveals', () => {
  test.each([
    ['a password in a create response', '{"server":{"id":"1","adminPass":"s3cret!"}}', 's3cret!'],
    ['a password with an escaped quote', '{"adminPass":"a\\"b-s3cret"}', 'b-s3cret'],
    ['a password that is a number', '{"adminPass": 1234567890}', '1234567890'],
    ['a password in a printed Python object', "error: {u'adminPass': u's3cret-9'}", 's3cret-9'],
    ['a password in JSON within a JSON string', '{"note":"{\\"adminPass\\":\\"s3cret-9\\"}"}', 's3cret-9'],
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
    ['user data of an extended attribute', '{"OS-EXT-SRV-ATTR:user_data":"IyEvYmlu"}', 'IyEvYmlu'],
    ['a truncated value', '{"adminPass":"s3cre', 's3cre'],
    ['the signature of a temporary URL', 'http://h/v1/o?temp_url_sig=0a1b2c3d&temp_url_expires=1', '0a1b2c3d'],
    ['a signature after an HTML entity', '<a href="http://h/?x=1&amp;X-Amz-Signature=0a1b2c3d">', '0a1b2c3d'],
    ['a percent-encoded signature', 'next=http%3A%2F%2Fh%2F%3Ftemp_url_sig%3D0a1b2c3d%26x%3D1', '0a1b2c3d'],
    ['a token in the trace of a request', 'sent: X-Auth-Token: abcdef123456\r\nAccept: */*', 'abcdef123456'],
    ['an authorization in a curl command', '-H "Authorization: Bearer abcdef123456"', 'abcdef123456'],
    ['a password in a URL', 'mysql+pymysql://nova:s3cret@10.0.0.1/nova', 's3cret'],
  ])('is redacted: %s', (_, text, secret) => {
    const redacted = createRedactor([]).redact(text)
    expect(redacted).not.toContain(secret)
    expect(redacted).toContain('(removed)')
  })

  test('is redacted without the text around it', () => {
    expect(redactor.redact('{"a":"x","adminPass":"s3cret!","b":1}')).toBe('{"a":"x","adminPass":"(removed)","b":1}')
  })
})

describe('a known secret', () => {
  test.each([
    ['in plain text', token],
    ['in lower case', token.toLowerCase()],
    ['in upper case', token.toUpperCase()],
    ['with the case of its letters swapped', 'Gaaaaabl-THE_TOKEN-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
    ['percent-encoded', percent(token)],
    ['percent-encoded twice', percent(percent(token))],
    ['in base64', base64(token)],
    ['in base64 after a user name', base64(`u:${token}`)],
    ['in base64 within other data', base64(`{"auth":"${token}","and":"more"}`)],
    ['in base64 for URLs', Buffer.from(`~~?${token}`).toString('base64url')],
    ['in base64 that is percent-encoded', percent(base64(token))],
    ['in JSON escapes', unicode(token)],
    ['in JSON escapes within JSON', JSON.stringify(unicode(token))],
    ['without its end', token.slice(0, 24)],
    ['without its beginning', token.slice(20)],
  ])('is redacted %s', (_, form) => {
    expect(redactor.redact(`before ${form} after`)).toMatch(/^before [^ ]*\(removed\)[^ ]* after$/)
    expect(redactor.redact(`{"message":"bad token ${form}."}`)).not.toContain(form.slice(6, -6))
  })

  test('is redacted in every part of at least 16 characters', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 16), fc.string(), fc.string(), (from, before, after) => {
        expect(redactor.redact(before + token.slice(from, from + 16) + after)).not.toContain(
          token.slice(from, from + 16),
        )
      }),
    )
  })

  test('is redacted in part together with the rest of the word, which may belong to a secret that is not known yet', () => {
    expect(redactor.redact(`a ${token.slice(0, 20)}rest-of-another-secret b`)).toBe('a (removed) b')
  })

  test.each(['', '%', '%6', '…', '%...', '\\', '\\u', '\\u00', '\\u006…'])(
    'is redacted when the text was truncated within an escape: "%s"',
    (rest) => {
      expect(redactor.redact(`token ${percent(token.slice(0, 11))}${rest}`)).toBe(`token (removed)${rest}`)
    },
  )

  test('is redacted in upper and lower case when it consists of hexadecimal digits', () => {
    const hexadecimal = createRedactor(['0123456789abcdef89ABCDEF'])
    for (const form of ['0123456789ABCDEF89ABCDEF', '0123456789abcdef89abcdef'])
      expect(hexadecimal.redact(`sig ${form}`)).toBe('sig (removed)')
  })

  test('is redacted when the text was truncated within it', () => {
    expect(redactor.redact(`{"name":"${token.slice(0, 10)}`)).toBe('{"name":"(removed)')
    expect(redactor.redact(`"${token.slice(0, 10)}...`)).toBe('"(removed)...')
  })

  test('is redacted in a text that was seen before the secret was known', () => {
    const later = createRedactor([])
    expect(later.redact('a-later-secret-1')).toBe('a-later-secret-1')
    later.scan('{"adminPass":"a-later-secret-1"}')
    expect(later.redact('a-later-secret-1')).toBe('(removed)')
  })

  test('is redacted when it contains characters beyond ASCII', () => {
    const redactor = createRedactor(['geheimnis-süß-ß-日本'])
    for (const form of ['geheimnis-süß-ß-日本', percent('geheimnis-süß-ß-日本'), base64('geheimnis-süß-ß-日本')])
      expect(redactor.redact(`a ${form} b`)).toMatch(/^a \(removed\)A?=* b$/)
  })

  test('is redacted wherever it begins in a long text, which is searched in parts', () => {
    const parts = [65_520, 65_527, 65_528, 65_529, 65_536, 131_050, 131_058].map((length) => 'ä'.repeat(length))
    for (const before of parts) expect(redactor.redact(`${before} ${token} end`)).toBe(`${before} (removed) end`)
  })

  test('is told from characters that have the same low byte', () => {
    const lookalike = String.fromCharCode(...[...token].map((character) => character.charCodeAt(0) + 0x100))
    expect(redactor.redact(lookalike)).toBe(lookalike)
  })

  test('is redacted when it is short, but not when it is as short as a word', () => {
    expect(createRedactor(['hunter2']).redact('login hunter2 failed')).toBe('login (removed) failed')
    expect(createRedactor(['on', '']).redact('on and on')).toBe('on and on')
  })
})

describe('a secret that a scanned text revealed', () => {
  const redactorAfter = (text: string): Redactor => {
    const scanned = createRedactor([])
    scanned.scan(text)
    return scanned
  }

  test.each([
    ['a password', '{"server":{"adminPass":"Zx81-rosebud"}}', 'Zx81-rosebud'],
    ['a password with quotes in it', '{"adminPass":"Zx81\\"rose\\u0062ud"}', 'Zx81"rosebud'],
    ['user data', `{"user_data":"${base64('#!/bin/sh\necho rosebud')}"}`, '#!/bin/sh\necho rosebud'],
    ['a signature', 'http://h/?temp_url_sig=0a1b2c3d4e5f', '0a1b2c3d4e5f'],
  ])('is redacted everywhere, in any form: %s', (_, text, value) => {
    const redactor = redactorAfter(text)
    for (const form of [value, base64(`>>${value}<<`), encodeURIComponent(value), JSON.stringify(value)])
      expect(redactor.redact(`name: ${form}`)).toContain('(removed)')
    expect(redactor.redact(`name: ${value}`)).not.toContain('rosebud')
  })

  test('is redacted line by line when it is a private key', () => {
    const lines = ['MIIEpAIBAAKCAQEAx0123456789abcdef', 'ghijklmnopqrstuvwxyzABCDEFGHIJKLM']
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${lines.join('\n')}\n-----END RSA PRIVATE KEY-----\n`
    const redactor = redactorAfter(JSON.stringify({ keypair: { private_key: key } }))
    for (const line of lines) expect(redactor.redact(`note: ${line}.`)).toBe('note: (removed).')
    expect(redactor.redact(base64(key))).not.toContain(base64(key).slice(60, 90))
  })

  test('is redacted when it was the value of a header', () => {
    const redactor = createRedactor([])
    expect(
      redactor.redactHeaders({
        'X-Subject-Token': 'subject-token-1',
        'set-cookie': 'sid=cookie-value-1; path=/',
        accept: '*/*',
      }),
    ).toEqual({ 'X-Subject-Token': '(removed)', 'set-cookie': '(removed)', accept: '*/*' })
    expect(redactor.redact('subject-token-1 cookie-value-1 path')).toBe('(removed) (removed) path')
  })

  test('stays visible when it is a public value, so that a target cannot blank out a report', () => {
    const redactor = createRedactor([], ['6cdebe3eb0094910bc41f1d42ebe4cb7'])
    redactor.scan('{"adminPass":"6cdebe3eb0094910bc41f1d42ebe4cb7"}')
    redactor.scan('{"adminPass":"6CDEBE3EB0094910BC41F1D42EBE4CB7"}')
    expect(redactor.redact('/v2/6cdebe3eb0094910bc41f1d42ebe4cb7/servers')).toBe(
      '/v2/6cdebe3eb0094910bc41f1d42ebe4cb7/servers',
    )
  })

  test('is dropped when there are too many, but secrets known beforehand are not', () => {
    const redactor = createRedactor([token])
    for (let count = 0; count < 3_000; count++)
      redactor.scan(`{"adminPass":"${`${count}`.padStart(400, 'abcdefghij')}"}`)
    expect(redactor.redact(token)).toBe('(removed)')
  })
})

test.each([
  '{"server":{"name":"password-less","metadata":{"k":"v"}}}',
  'GET /v2/…/servers?limit=1 returned 200: "token" is not a secret here.',
  '{"links":[{"href":"http://127.0.0.1:8774/v2/6cdebe3eb0094910bc41f1d42ebe4cb7/servers"}],"key_name":"key-1"}',
  '한국어 100% ✓ \\ " %zz \\u12',
])('leaves other text unchanged: %s', (text) => {
  expect(redactor.redact(text)).toBe(text)
})

test('redacts 64 KB of any kind of text quickly', () => {
  const start = performance.now()
  for (const pattern of [
    '"a":"',
    '\\u0041',
    '%25',
    '"password":"',
    '"password"   ',
    '-----BEGIN PRIVATE KEY-----',
    'x=y&',
    '//a:b',
    token,
  ])
    redactor.redact(pattern.repeat(Math.ceil(64_000 / pattern.length)))
  expect(performance.now() - start).toBeLessThan(10_000)
})
