/** A target that repeats secrets in bodies, headers, redirects, errors and pages of a gateway. */
import {
  forward,
  type Intercept,
  isRequestFor,
  startProxy,
  type Tamper,
  type UpstreamResponse,
} from '../fixtures/tampering-proxy.ts'
import {
  allSecrets,
  base64,
  echo,
  jsonEscaped,
  percentEncoded,
  secrets,
  unicodeEscaped,
  withUpperCaseDigits,
} from './planted-secrets.ts'
import { json, sendHtml } from './responses.ts'

const signedUrls = `http://127.0.0.1:9/v1/AUTH_x/o?temp_url_sig=${secrets.temporaryUrl}&temp_url_expires=1 https://127.0.0.1:9/b/o?X-Amz-Algorithm=AWS4&X-Amz-Signature=${secrets.amazonSignature}&X-Amz-Date=1`

const firstHalf = (secret: string) => secret.slice(0, Math.ceil(secret.length / 2))
const secondHalf = (secret: string) => secret.slice(Math.ceil(secret.length / 2))

const leakingHeaders: Readonly<Record<string, string>> = {
  'set-cookie': `sid=${secrets.cookie}; path=/`,
  'x-subject-token': secrets.subjectToken,
  'x-copy': `${signedUrls} sent: X-Auth-Token: ${secrets.token}`,
  // The second half is in the body.
  'x-half': allSecrets.map((secret) => firstHalf(secret).replace(/\n/g, '')).join(' '),
  'x-echo': allSecrets.map((secret) => `${percentEncoded(secret)} ${base64(secret)} ${jsonEscaped(secret)}`).join(' '),
}

const leakingMembers: Readonly<Record<string, unknown>> = {
  [echo.slice(0, 150)]: 'a name of a member',
  url: signedUrls,
  nested: JSON.stringify({
    adminPass: secrets.adminPass,
    deeper: JSON.stringify({ private_key: secrets.privateKey }),
  }),
  'OS-EXT-SRV-ATTR:user_data': secrets.userData,
  half: allSecrets.map(secondHalf).join(' '),
  echo,
}

/** Adds the secrets to the body of a response: each in the field where it belongs, and all of them in other fields. */
function leakingBody(text: string): string {
  if (!text.startsWith('{')) return text === '' ? '' : `${text} ${echo}`
  const body: Record<string, unknown> = JSON.parse(text)
  for (const [key, value] of Object.entries(body)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue
    Object.assign(value, leakingMembers)
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
  return JSON.stringify({ ...body, echo })
    .replaceAll(secrets.subjectToken, unicodeEscaped(secrets.subjectToken))
    .replaceAll(secrets.cookie, withUpperCaseDigits(unicodeEscaped(secrets.cookie)))
}

const withSecrets = (upstream: UpstreamResponse): UpstreamResponse => ({
  ...upstream,
  headers: { ...upstream.headers, ...leakingHeaders },
  body: Buffer.from(leakingBody(upstream.body.toString('utf8'))),
})

/**
 * Leaks secrets: sign-ins succeed; other requests fail, are redirected, lose their connection or get the secrets, so
 * that all code runs.
 */
const leak: Tamper = (request, upstream, response) => {
  const { path, body, count } = request
  if (path.startsWith('/identity')) {
    const token = body.includes('"other"') ? secrets.otherToken : secrets.token
    return forward({ ...upstream, headers: { ...upstream.headers, 'x-subject-token': token } }, response)
  }
  if (isRequestFor(request, 'GET', '/os-availability-zone') && count > 1) {
    // Two redirects have a half of the token each.
    const half = count % 2 === 0 ? secrets.token.slice(0, 28) : secrets.token.slice(28)
    response.writeHead(302, { location: `http://127.0.0.1:9/?half=${half}&token=${secrets.otherToken}` }).end(echo)
    return true
  }
  if (isRequestFor(request, 'GET', '/flavors') && count % 5 === 4) {
    sendHtml(response, 502, `<h1>${echo}</h1>`, { 'x-echo': percentEncoded(secrets.token) })
    return true
  }
  if (isRequestFor(request, 'DELETE', /^\/servers\/.*/) && count === 2) {
    response.socket?.destroy()
    return true
  }
  return forward(withSecrets(upstream), response)
}

/** Rejects the deletion of some keypairs, so that the run leaves something behind. */
const rejectDeletion: Intercept = (request, response) => {
  if (!isRequestFor(request, 'DELETE', /^\/os-keypairs\/.*-key-\d*1$/)) return false
  response.writeHead(403, json).end(JSON.stringify({ forbidden: { code: 403, message: echo } }))
  return true
}

/** The emulator has no application credential with this secret; the proxy turns it into a sign-in by password. */
const byApplicationCredential = `"methods":["application_credential"],"application_credential":{"id":"x","secret":"${secrets.applicationSecret}"}`
const byPassword = `"methods":["password"],"password":{"user":{"name":"conformance","domain":{"id":"default"},"password":"conformance-password"}}`

export const startLeakingProxy = () =>
  startProxy(leak, {
    intercept: rejectDeletion,
    aliases: [
      [secrets.password, 'conformance-password'],
      [secrets.otherPassword, 'other-password'],
      [secrets.token, 'tokenOf:conformance'],
      [secrets.otherToken, 'tokenOf:other'],
      [byApplicationCredential, byPassword],
    ],
  })
