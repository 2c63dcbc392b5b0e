/** An untrusted certificate: nothing is sent to the target, and the message says why. */
import { createServer } from 'node:https'
import type sshpk from 'sshpk'
import { describe, expect, onTestFinished, test } from 'vitest'
import { authorityCertificate, selfSigned, serverKey, signedByAuthority } from '../fixtures/certificates.ts'
import { temporaryFolder, writeFile } from '../fixtures/files.ts'
import { listen } from '../fixtures/loopback-server.ts'
import { runCli } from '../fixtures/run-cli.ts'

/** Serves HTTPS with a certificate and records the requests that arrive. */
async function serveWith(certificate: sshpk.Certificate, protocols: string[] = ['http/1.1']) {
  const received: string[] = []
  const options = { key: serverKey.toString('pkcs8'), cert: certificate.toString('pem'), ALPNProtocols: protocols }
  const server = createServer(options, (request, response) => {
    received.push(`${request.method} ${request.url}`)
    response.writeHead(418).end()
  })
  const { port, close } = await listen(server)
  onTestFinished(close)
  return { url: `https://localhost:${port}`, received }
}

const run = (url: string, tls: object = {}) =>
  runCli({ target: { url, tenant: '0123456789abcdef' }, auth: { token: 'test-token' }, tls })

const trustingAuthority = (): object => ({ ca: writeFile(temporaryFolder(), 'ca.pem', authorityCertificate) })

describe('a run sends nothing to a target whose certificate', () => {
  test.each([
    ['is self-signed', selfSigned, /self-signed certificate/],
    ['comes from an unknown authority', signedByAuthority('localhost'), /unable to verify the first certificate/],
  ])('%s', async (_, certificate, reason) => {
    const { url, received } = await serveWith(certificate)
    const result = await run(url)
    expect(result.stderr).toMatch(reason)
    expect(result.stderr).toContain('Set OS_CACERT or tls.ca to the certificates to trust')
    expect(received).toEqual([])
    expect(result.code).toBe(3)
  })

  test.each([
    ['has expired', signedByAuthority('localhost', -3, -2), /certificate has expired/],
    ['is not valid yet', signedByAuthority('localhost', 2, 3), /certificate is not yet valid/],
    [
      'is for another host',
      signedByAuthority('elsewhere.invalid'),
      /does not match certificate's altnames: .*elsewhere\.invalid/,
    ],
  ])('comes from a trusted authority but %s', async (_, certificate, reason) => {
    const { url, received } = await serveWith(certificate)
    const result = await run(url, trustingAuthority())
    expect(result.stderr).toMatch(reason)
    expect(received).toEqual([])
    expect(result.code).toBe(3)
  })
})

test('a target that supports only HTTP/2 is not reported as having an untrusted certificate', async () => {
  const { url } = await serveWith(signedByAuthority('localhost'), ['h2'])
  const result = await run(url, trustingAuthority())
  expect(result.stderr).toContain('no application protocol')
  expect(result.stderr).not.toContain('OS_CACERT')
  expect(result.code).toBe(3)
})

describe('a run sends requests to a target when', () => {
  test.each([
    ['tls.ca contains its authority', signedByAuthority('localhost'), trustingAuthority, /^(?!.*TLS)/],
    [
      'tls.insecure disables verification',
      signedByAuthority('elsewhere.invalid', -3, -2),
      () => ({ insecure: true }),
      /WARNING: certificate verification is disabled/,
    ],
  ])('%s', async (_, certificate, tls, warning) => {
    const { url, received } = await serveWith(certificate)
    const result = await run(url, tls())
    expect(received.length).toBeGreaterThan(0)
    expect(result.stderr).toMatch(warning)
    expect(result.stderr).toContain('no Compute service')
  })
})

test('a run with an http URL for a TLS port says so', async () => {
  const { url, received } = await serveWith(selfSigned)
  const result = await run(url.replace('https:', 'http:'))
  expect(result.stderr).toContain(`that port speaks TLS; use ${url}`)
  expect(result.stderr.trim().split('\n')).toHaveLength(1)
  expect(received).toEqual([])
  expect(result.code).toBe(2)
})
