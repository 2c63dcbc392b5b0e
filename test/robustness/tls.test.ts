/** Certificates that are not to be trusted: nothing is sent to whoever shows one, and it is told what is wrong with it. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sshpk from 'sshpk'
import { describe, expect, onTestFinished, test } from 'vitest'
import { expectBounded, runCli } from './run-cli.ts'

const day = 86_400_000
const authority = sshpk.generatePrivateKey('ecdsa')
const key = sshpk.generatePrivateKey('ecdsa')
const certifier = sshpk.identityFromDN('CN=An authority of our own')
const inDays = (days: number): Date => new Date(Date.now() + days * day)
const until = (from: number, to: number) => ({ validFrom: inDays(from), validUntil: inDays(to) })
const certified = (host: string, from = -1, to = 1) =>
  sshpk.createCertificate(sshpk.identityForHost(host), key, certifier, authority, until(from, to))

const authorityCertificate = sshpk
  .createSelfSignedCertificate(certifier, authority, {
    ...until(-9, 9),
    purposes: ['ca', 'signature', 'crl', 'serverAuth'],
  })
  .toString('pem')
const ownCertificate = sshpk.createSelfSignedCertificate(sshpk.identityForHost('localhost'), key, until(-1, 1))

/** Serves HTTPS with a certificate; remembers what came through. */
async function show(certificate: sshpk.Certificate) {
  const heard: string[] = []
  const options = { key: key.toString('pkcs8'), cert: certificate.toString('pem') }
  const server = createServer(options, (request, response) => {
    heard.push(`${request.method} ${request.url}`)
    response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address: AddressInfo | string | null = server.address()
  return { url: `https://localhost:${typeof address === 'object' ? address?.port : address}`, heard }
}

const run = (url: string, tls: object = {}) =>
  runCli({ target: { url, tenant: '0123456789abcdef' }, auth: { token: 'a-token-of-ours' }, tls })

/** A file with the certificate of an authority. */
function trusted(certificate: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-tls-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'ca.pem')
  writeFileSync(file, certificate)
  return file
}

describe('a certificate is not trusted', () => {
  test.each([
    ['that vouches for itself', ownCertificate, /self-signed certificate/],
    ['of an authority that nobody knows', certified('localhost'), /unable to verify the first certificate/],
  ])('%s', async (_, certificate, reason) => {
    const { url, heard } = await show(certificate)
    const result = await run(url)
    expect(result.stderr).toMatch(reason)
    expect(result.stderr).toContain('Set OS_CACERT or tls.ca to the certificates to trust')
    expect(heard).toEqual([])
    expect(result.code).toBe(3)
    expectBounded(result, 30)
  })

  test.each([
    ['that has expired', certified('localhost', -3, -2), /certificate has expired/],
    ['that is not valid yet', certified('localhost', 2, 3), /certificate is not yet valid/],
    ['of another host', certified('elsewhere.invalid'), /does not match certificate's altnames: .*elsewhere\.invalid/],
  ])('%s, though its authority is', async (_, certificate, reason) => {
    const { url, heard } = await show(certificate)
    const result = await run(url, { ca: trusted(authorityCertificate) })
    expect(result.stderr).toMatch(reason)
    expect(heard).toEqual([])
    expect(result.code).toBe(3)
    expectBounded(result, 30)
  })
})

describe('a certificate is trusted', () => {
  test.each([
    [
      'when its authority is named',
      certified('localhost'),
      () => ({ ca: trusted(authorityCertificate) }),
      /^(?!.*TLS)/,
    ],
    [
      'when any is',
      certified('elsewhere.invalid', -3, -2),
      () => ({ insecure: true }),
      /WARNING: certificate verification is disabled/,
    ],
  ])('%s', async (_, certificate, tls, told) => {
    const { url, heard } = await show(certificate)
    const result = await run(url, tls())
    expect(heard.length).toBeGreaterThan(0)
    expect(result.stderr).toMatch(told)
    expect(result.stderr).toContain('no Compute service')
    expectBounded(result, 30)
  })
})
