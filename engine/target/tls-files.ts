import { X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import type { TargetSettings } from '#model'

import { UsageError } from '../errors.ts'
import { readText } from './config/source.ts'

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

/** node:tls passes over an authority that it cannot read, and the target would be blamed for it. */
function checkAuthority(file: string): void {
  const found = readText(file).match(certificate) ?? []
  if (found.length === 0)
    throw new UsageError(`${file}: holds no certificate; expected PEM (-----BEGIN CERTIFICATE-----)`)
  for (const [index, pem] of found.entries()) {
    try {
      new X509Certificate(pem)
    } catch (cause) {
      throw new UsageError(`${file}: certificate ${index + 1} of ${found.length} in it cannot be read`, { cause })
    }
  }
}

function check(options: SecureContextOptions, complaint: string): void {
  try {
    createSecureContext(options)
  } catch (cause) {
    throw new UsageError(`${complaint} (${cause instanceof Error ? cause.message : String(cause)})`, { cause })
  }
}

/** Throws a UsageError for files that cannot be used: they are the user's to put right, and accuse no target. */
export function checkTlsFiles({ ca, cert, key }: NonNullable<TargetSettings['tls']>): void {
  if (ca !== undefined) checkAuthority(ca)
  if (cert === undefined && key === undefined) return
  if (cert === undefined)
    throw new UsageError(`${key}: is the key of a client certificate, and there is none (OS_CERT or tls.cert)`)
  check({ cert: readText(cert) }, `${cert}: is no certificate in PEM`)
  // A certificate may bring its key in the same file.
  const keyFile = key ?? cert
  check({ key: readText(keyFile) }, `${keyFile}: is no private key in PEM without a passphrase`)
  check({ cert: readText(cert), key: readText(keyFile) }, `${keyFile}: is not the key of the certificate ${cert}`)
}
