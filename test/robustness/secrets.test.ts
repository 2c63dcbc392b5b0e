/** Thirteen secrets go through a run, in many forms and places. Nothing that the run writes has any of them. */
import type { ServerResponse } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { expectBounded, runCli } from './run-cli.ts'
import { type Call, forward, isFor, startProxy, type UpstreamResponse } from './tampering-proxy.ts'

/** What is planted, by where it comes from. */
const secrets = {
  password: 'Pw-4rosebud-Zx81!',
  otherPassword: 'Pw-5kane-Qy72?xanadu',
  applicationSecret: 'ac-SECRET-0f9e8d7c6b5a4f3e2d1c0b9a',
  token: 'gAAAAABmToken0000aaaaBBBBccccDDDDeeeeFFFFgggg_hhhh-iiii',
  otherToken: 'gAAAAABmOther1111qqqqRRRRssssTTTTuuuuVVVVwwww_xxxx-yyyy',
  adminPass: 'adm1nP4ss+word/Q',
  privateKey: `-----BEGIN RSA PRIVATE KEY-----\n${['MIIEpQIBAAKCAQEA7planted', 'Zk9vUm9zZWJ1ZFhhbmFkdUthbmU', 'c2xlZHNsZWRzbGVkc2xlZA=='].join('\n')}\n-----END RSA PRIVATE KEY-----\n`,
  userData: Buffer.from('#!/bin/sh\necho planted-user-data-42 | passwd --stdin root\n').toString('base64'),
  temporaryUrl: '0123456789abcdef89abcdef0123456701234567',
  amazonSignature: 'fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210',
  cookie: 'session-cookie-Xanadu-1941',
  subjectToken: 'subject-token-Kane-1941-aaaabbbbcccc',
  metadata: 'md-Bernstein-0451-white-dress',
} as const

const base64 = (text: string) => Buffer.from(text).toString('base64')
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const unicode = (text: string) =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
const loud = (escaped: string) =>
  escaped.replace(/(?:%|\\u)[0-9a-f]+/g, (code) =>
    code.slice(0, 1) === '%' ? code.toUpperCase() : `\\u${code.slice(2).toUpperCase()}`,
  )
const base64url = (text: string) => Buffer.from(text).toString('base64url')
/** Hexadecimal digits mean the same in either case. */
const shouted = (text: string) => (/^[0-9a-f]+$/.test(text) ? text.toUpperCase() : text)
const quoted = (text: string) => JSON.stringify(text).slice(1, -1)

/** The forms in which every secret is looked for. */
const forms = (secret: string): string[] => [
  secret,
  quoted(secret),
  quoted(quoted(secret)),
  encodeURIComponent(secret),
  percent(secret),
  loud(percent(secret)),
  unicode(secret),
  loud(unicode(secret)),
  shouted(secret),
  base64url(secret).slice(0, -2),
  base64(secret).replace(/=+$/, '').slice(0, -2),
  base64(`:${secret}`).slice(2, -4),
  base64(`::${secret}`).slice(3, -4),
]

/** So much of a form in a row tells something: sixteen characters, or eight of the secret where each is an escape. */
const telling = (form: string): number => (/^(%..)+$/.test(form) ? 24 : /^(\\u....)+$/.test(form) ? 48 : 16)

/** Which secrets a text has, and in which form, whole or in telling pieces. */
function found(text: string): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const own = secret === secrets.privateKey ? secret.replace(/-----[^-]*-----\n/g, '') : secret
    const pieces = forms(own).flatMap((form) => {
      const size = Math.min(telling(form), form.length)
      return Array.from({ length: form.length - size + 1 }, (_, at) => form.slice(at, at + size))
    })
    const hit = pieces.find((piece) => text.includes(piece))
    return hit === undefined
      ? []
      : [`${name} as ${hit}: ${text.slice(Math.max(0, text.indexOf(hit) - 80), text.indexOf(hit) + 60)}`]
  })
}

const everything = Object.values(secrets)
const urls = `http://127.0.0.1:9/v1/AUTH_x/o?temp_url_sig=${secrets.temporaryUrl}&temp_url_expires=1 https://127.0.0.1:9/b/o?X-Amz-Algorithm=AWS4&X-Amz-Signature=${secrets.amazonSignature}&X-Amz-Date=1`

/** All secrets in all forms, as text of a field. */
const echo = everything
  .flatMap((secret) => [
    ...[secret, shouted(secret), percent(secret), loud(percent(secret)), encodeURIComponent(secret)],
    ...[base64(secret), base64(`u:${secret}`), base64url(secret)],
  ])
  .join(' and ')

/** Writes the secrets into an answer: each where it belongs from the start, and all of them everywhere. */
function spoiled(genuine: UpstreamResponse): { body: string; headers: Record<string, string> } {
  const text = genuine.body.toString('utf8')
  const headers: Record<string, string> = {
    'set-cookie': `sid=${secrets.cookie}; path=/`,
    'x-subject-token': secrets.subjectToken,
    'x-copy': `${urls} sent: X-Auth-Token: ${secrets.token}`,
    // The other half is in the body.
    'x-half': everything.map((secret) => secret.slice(0, Math.ceil(secret.length / 2)).replace(/\n/g, '')).join(' '),
    'x-echo': everything.map((secret) => `${percent(secret)} ${base64(secret)} ${quoted(secret)}`).join(' '),
  }
  if (!text.startsWith('{')) return { body: text === '' ? '' : `${text} ${echo}`, headers }
  const body: Record<string, unknown> = JSON.parse(text)
  const notes = {
    [echo.slice(0, 150)]: 'a name of a member',
    url: urls,
    nested: JSON.stringify({
      adminPass: secrets.adminPass,
      deeper: JSON.stringify({ private_key: secrets.privateKey }),
    }),
    'OS-EXT-SRV-ATTR:user_data': secrets.userData,
    half: everything.map((secret) => secret.slice(Math.ceil(secret.length / 2))).join(' '),
    echo,
  }
  for (const [key, value] of Object.entries(body)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue
    Object.assign(value, notes)
    if (key === 'server')
      Object.assign(value, {
        adminPass: secrets.adminPass,
        'OS-EXT-AZ:availability_zone': echo,
        hostId: echo,
        metadata: { password: secrets.metadata, note: echo },
        created: echo,
      })
    if (key === 'keypair') Object.assign(value, { private_key: secrets.privateKey, fingerprint: echo, user_id: 17 })
    if ('message' in value) Object.assign(value, { message: echo })
  }
  const escaped = JSON.stringify({ ...body, echo })
    .replaceAll(secrets.subjectToken, unicode(secrets.subjectToken))
    .replaceAll(secrets.cookie, loud(unicode(secrets.cookie)))
  return { body: escaped, headers }
}

/** A token in two halves, by two redirects. */
const halves = (response: ServerResponse, call: Call): true => {
  const half = secrets.token.slice(...(call.count % 2 === 0 ? [0, 28] : [28]))
  response.writeHead(302, { location: `http://127.0.0.1:9/?half=${half}&token=${secrets.otherToken}` }).end(echo)
  return true
}

/** The emulator knows no application credentials: whoever comes with one is signed in by password. */
const byApplication = `"methods":["application_credential"],"application_credential":{"id":"x","secret":"${secrets.applicationSecret}"}`
const byPassword = `"methods":["password"],"password":{"user":{"name":"conformance","domain":{"id":"default"},"password":"conformance-password"}}`

/** The emulator with tokens and passwords of ours, and all that comes with it. */
async function staged() {
  const target = await startProxy(
    (call, genuine, response) => {
      if (call.path.startsWith('/identity')) {
        const token = call.body.includes('"other"') ? secrets.otherToken : secrets.token
        forward({ ...genuine, headers: { ...genuine.headers, 'x-subject-token': token } }, response)
        return true
      }
      if (isFor(call, 'GET', '/os-availability-zone') && call.count > 1) return halves(response, call)
      if (isFor(call, 'DELETE', /^\/os-keypairs\/.*-key-\d*1$/)) {
        response
          .writeHead(403, { 'content-type': 'application/json' })
          .end(JSON.stringify({ forbidden: { code: 403, message: echo } }))
        return true
      }
      if (isFor(call, 'GET', '/flavors') && call.count % 5 === 4) {
        response
          .writeHead(502, { 'content-type': 'text/html', 'x-echo': percent(secrets.token) })
          .end(`<h1>${echo}</h1>`)
        return true
      }
      if (isFor(call, 'DELETE', /^\/servers\/.*/) && call.count === 2) {
        response.socket?.destroy()
        return true
      }
      const { body, headers } = spoiled(genuine)
      response
        .writeHead(genuine.status, { ...genuine.headers, ...headers, 'content-length': Buffer.byteLength(body) })
        .end(body)
      return true
    },
    [
      [secrets.password, 'conformance-password'],
      [secrets.otherPassword, 'other-password'],
      [secrets.token, 'tokenOf:conformance'],
      [secrets.otherToken, 'tokenOf:other'],
      [byApplication, byPassword],
    ],
  )
  onTestFinished(() => target.close())
  return target
}

test('the scan finds every secret in every form', () => {
  for (const secret of everything)
    for (const form of forms(secret)) expect(found(`before ${form} after`).length).toBeGreaterThan(0)
  expect(found(echo)).toHaveLength(13)
})

describe('a run writes none of thirteen secrets', () => {
  test('while it signs in, creates, waits, fails, retries, is redirected and leaves something', async () => {
    const target = await staged()
    const { config } = target
    const auth = {
      authUrl: `${config.target.url}/identity/v3`,
      username: 'conformance',
      password: secrets.password,
      applicationCredentialId: 'x',
      applicationCredentialSecret: secrets.applicationSecret,
    }
    const other = { tenant: config.other.tenant, username: 'other', password: secrets.otherPassword }
    const run = await runCli({ ...config, auth, other }, { patience: 170, env: { DEBUG: '1' } })
    expect(run.report?.requests).toBeGreaterThan(400)
    expect(run.report?.resources.leaked.length).toBeGreaterThan(0)
    expect(Object.keys(run.files).some((name) => name.startsWith('journal-'))).toBe(true)
    const written = { ...run.files, stdout: run.stdout, stderr: run.stderr }
    for (const [name, text] of Object.entries(written))
      expect({ name, found: found(text) }).toEqual({ name, found: [] })
    for (const name of ['report.json', 'report.html', 'report.md', 'junit.xml'])
      expect(run.files[name]).toContain('(removed)')
    expectBounded(run, 160)
  })

  test.each([
    ['an identity service that repeats what it was told', 401, JSON.stringify({ error: { code: 401, message: echo } })],
    ['one that repeats it in a page', 500, `<pre>${echo}</pre>`],
    ['one that repeats it in a redirect', 302, echo],
  ])('nor does the message about %s', async (_, status, body) => {
    const target = await startProxy(({ path }, __, response) => {
      if (!path.startsWith('/identity')) return false
      const location = `http://127.0.0.1:9/${percent(secrets.password)}/${base64(secrets.password)}`
      response.writeHead(status, { 'content-type': 'application/json', location }).end(body)
      return true
    })
    onTestFinished(() => target.close())
    const { config } = target
    const auth = { authUrl: `${config.target.url}/identity/v3`, username: 'ada', password: secrets.password }
    const run = await runCli(
      { ...config, auth, other: { ...config.other, token: secrets.otherToken } },
      { env: { DEBUG: '1' } },
    )
    expect(run.code).toBeGreaterThan(1)
    expect(run.stderr).not.toBe('')
    const ours = found(run.stderr).filter((hit) => /^(password|otherToken) /.test(hit))
    expect(ours).toEqual([])
    expectBounded(run, 60)
  })
})
