import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor, type Redactor } from './redactor.ts'

const token = 'gAAAAABl-the_token-0123456789-abcdefghijklmnopqrstuvwxyz'
const redact = createRedactor([token, undefined])

const base64 = (text: string) => Buffer.from(text).toString('base64')
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const unicode = (text: string) =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

describe('what a text gives away by its own form', () => {
  test.each([
    ['a password in a create answer', '{"server":{"id":"1","adminPass":"s3cret!"}}', 's3cret!'],
    ['a password with an escaped quote', '{"adminPass":"a\\"b-s3cret"}', 'b-s3cret'],
    ['a password that is a number', '{"adminPass": 1234567890}', '1234567890'],
    ['a password in an object that Python printed', "error: {u'adminPass': u's3cret-9'}", 's3cret-9'],
    ['a password in JSON within a string of JSON', '{"note":"{\\"adminPass\\":\\"s3cret-9\\"}"}', 's3cret-9'],
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
    ['a value that was cut off', '{"adminPass":"s3cre', 's3cre'],
    ['the signature of a temporary URL', 'http://h/v1/o?temp_url_sig=0a1b2c3d&temp_url_expires=1', '0a1b2c3d'],
    ['a signature behind an entity', '<a href="http://h/?x=1&amp;X-Amz-Signature=0a1b2c3d">', '0a1b2c3d'],
    ['a percent-encoded signature', 'next=http%3A%2F%2Fh%2F%3Ftemp_url_sig%3D0a1b2c3d%26x%3D1', '0a1b2c3d'],
    ['a header in a trace', 'sent: X-Auth-Token: abcdef123456\r\nAccept: */*', 'abcdef123456'],
    ['an authorization in a trace', '-H "Authorization: Bearer abcdef123456"', 'abcdef123456'],
    ['a password in a URL', 'mysql+pymysql://nova:s3cret@10.0.0.1/nova', 's3cret'],
  ])('takes out %s', (_, text, secret) => {
    const clean = createRedactor([]).redact(text)
    expect(clean).not.toContain(secret)
    expect(clean).toContain('(removed)')
  })

  test('leaves what stands around it', () => {
    expect(redact.redact('{"a":"x","adminPass":"s3cret!","b":1}')).toBe('{"a":"x","adminPass":"(removed)","b":1}')
  })
})

describe('what is known', () => {
  test.each([
    ['as it is', token],
    ['percent-encoded', percent(token)],
    ['percent-encoded twice', percent(percent(token))],
    ['in base64', base64(token)],
    ['in base64 behind a name', base64(`u:${token}`)],
    ['in base64 in the midst of something', base64(`{"auth":"${token}","and":"more"}`)],
    ['in base64 for URLs', Buffer.from(`~~?${token}`).toString('base64url')],
    ['in base64 that is percent-encoded', percent(base64(token))],
    ['in escapes of JSON', unicode(token)],
    ['in escapes of JSON within JSON', JSON.stringify(unicode(token))],
    ['with its end cut off', token.slice(0, 24)],
    ['with its beginning cut off', token.slice(20)],
  ])('is taken out %s', (_, form) => {
    expect(redact.redact(`before ${form} after`)).toMatch(/^before [^ ]*\(removed\)[^ ]* after$/)
    expect(redact.redact(`{"message":"bad token ${form}."}`)).not.toContain(form.slice(6, -6))
  })

  test('is taken out of every piece that is long enough to tell', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 16), fc.string(), fc.string(), (from, before, after) => {
        expect(redact.redact(before + token.slice(from, from + 16) + after)).not.toContain(token.slice(from, from + 16))
      }),
    )
  })

  test.each(['', '%', '%6', '…', '%...', '\\', '\\u', '\\u00', '\\u006…'])(
    'is taken out where the text was cut in the midst of an escape: "%s"',
    (rest) => {
      expect(redact.redact(`said ${percent(token.slice(0, 11))}${rest}`)).toBe(`said (removed)${rest}`)
    },
  )

  test('is taken out in either case where its letters are hexadecimal digits', () => {
    const hexadecimal = createRedactor(['0123456789abcdef89ABCDEF'])
    for (const form of ['0123456789ABCDEF89ABCDEF', '0123456789abcdef89abcdef'])
      expect(hexadecimal.redact(`sig ${form}`)).toBe('sig (removed)')
  })

  test('is taken out where the text was cut in the midst of it', () => {
    expect(redact.redact(`{"name":"${token.slice(0, 10)}`)).toBe('{"name":"(removed)')
    expect(redact.redact(`"${token.slice(0, 10)}...`)).toBe('"(removed)...')
  })

  test('is taken out of a text, too, that told nothing before the value was known', () => {
    const later = createRedactor([])
    expect(later.redact('a-later-secret-1')).toBe('a-later-secret-1')
    later.scan('{"adminPass":"a-later-secret-1"}')
    expect(later.redact('a-later-secret-1')).toBe('(removed)')
  })

  test('is found beyond ASCII too', () => {
    const clean = createRedactor(['geheimnis-süß-ß-日本'])
    for (const form of ['geheimnis-süß-ß-日本', percent('geheimnis-süß-ß-日本'), base64('geheimnis-süß-ß-日本')])
      expect(clean.redact(`a ${form} b`)).toMatch(/^a \(removed\)A?=* b$/)
  })

  test('is a short password, too, but no mere word', () => {
    expect(createRedactor(['hunter2']).redact('login hunter2 failed')).toBe('login (removed) failed')
    expect(createRedactor(['on', '']).redact('on and on')).toBe('on and on')
  })
})

describe('what was given away once', () => {
  const heard = (text: string): Redactor => {
    const clean = createRedactor([])
    clean.scan(text)
    return clean
  }

  test.each([
    ['a password', '{"server":{"adminPass":"Zx81-rosebud"}}', 'Zx81-rosebud'],
    ['a password with quotes in it', '{"adminPass":"Zx81\\"rose\\u0062ud"}', 'Zx81"rosebud'],
    ['user data', `{"user_data":"${base64('#!/bin/sh\necho rosebud')}"}`, '#!/bin/sh\necho rosebud'],
    ['a signature', 'http://h/?temp_url_sig=0a1b2c3d4e5f', '0a1b2c3d4e5f'],
  ])('%s is known from then on, in any form', (_, text, value) => {
    const clean = heard(text)
    for (const form of [value, base64(`>>${value}<<`), encodeURIComponent(value), JSON.stringify(value)])
      expect(clean.redact(`name: ${form}`)).toContain('(removed)')
    expect(clean.redact(`name: ${value}`)).not.toContain('rosebud')
  })

  test('so is every line of a private key', () => {
    const lines = ['MIIEpAIBAAKCAQEAx0123456789abcdef', 'ghijklmnopqrstuvwxyzABCDEFGHIJKLM']
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${lines.join('\n')}\n-----END RSA PRIVATE KEY-----\n`
    const clean = heard(JSON.stringify({ keypair: { private_key: key } }))
    for (const line of lines) expect(clean.redact(`note: ${line}.`)).toBe('note: (removed).')
    expect(clean.redact(base64(key))).not.toContain(base64(key).slice(60, 90))
  })

  test('so are the values of headers', () => {
    const clean = createRedactor([])
    expect(
      clean.redactHeaders({
        'X-Subject-Token': 'subject-token-1',
        'set-cookie': 'sid=cookie-value-1; path=/',
        accept: '*/*',
      }),
    ).toEqual({ 'X-Subject-Token': '(removed)', 'set-cookie': '(removed)', accept: '*/*' })
    expect(clean.redact('subject-token-1 cookie-value-1 path')).toBe('(removed) (removed) path')
  })

  test('but no value that everybody knows, so that a target cannot blacken a report', () => {
    const clean = createRedactor([], ['6cdebe3eb0094910bc41f1d42ebe4cb7'])
    clean.scan('{"adminPass":"6cdebe3eb0094910bc41f1d42ebe4cb7"}')
    clean.scan('{"adminPass":"6CDEBE3EB0094910BC41F1D42EBE4CB7"}')
    expect(clean.redact('/v2/6cdebe3eb0094910bc41f1d42ebe4cb7/servers')).toBe(
      '/v2/6cdebe3eb0094910bc41f1d42ebe4cb7/servers',
    )
  })

  test('and no more of them than memory allows', () => {
    const clean = createRedactor([token])
    for (let count = 0; count < 3_000; count++) clean.scan(`{"adminPass":"${`${count}`.padStart(400, 'abcdefghij')}"}`)
    expect(clean.redact(token)).toBe('(removed)')
  })
})

test.each([
  '{"server":{"name":"password-less","metadata":{"k":"v"}}}',
  'GET /v2/…/servers?limit=1 answered 200: "token" is not a secret here.',
  '{"links":[{"href":"http://127.0.0.1:8774/v2/6cdebe3eb0094910bc41f1d42ebe4cb7/servers"}],"key_name":"key-1"}',
  '한국어 100% ✓ \\ " %zz \\u12',
])('everything else stays as it is: %s', (text) => {
  expect(redact.redact(text)).toBe(text)
})

test('a long text of any kind takes no long time', () => {
  const began = performance.now()
  for (const piece of [
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
    redact.redact(piece.repeat(Math.ceil(64_000 / piece.length)))
  expect(performance.now() - began).toBeLessThan(10_000)
})
