import { X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { UsageError } from '#engine/errors'
import { readText } from '#engine/input'
import type { TargetSettings } from '#model'

const certificatePattern = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

/** Rejects an unreadable CA certificate: node:tls ignores it, and the connection then fails as if the target were the cause. */
function checkCaFile(file: string): void {
  const certificates = readText(file).match(certificatePattern) ?? []
  if (certificates.length === 0)
    throw new UsageError(`${file}: contains no certificate; expected PEM (-----BEGIN CERTIFICATE-----)`)
  for (const [index, pem] of certificates.entries()) {
    try {
      new X509Certificate(pem)
    } catch (cause) {
      throw new UsageError(`${file}: certificate ${index + 1} of ${certificates.length} is unreadable`, { cause })
    }
  }
}

function checkContext(options: SecureContextOptions, problem: string): void {
  try {
    createSecureContext(options)
  } catch (cause) {
    throw new UsageError(`${problem} (${cause instanceof Error ? cause.message : String(cause)})`, { cause })
  }
}

/** Throws a UsageError for a certificate or key file that cannot be used, so that it is not mistaken for a fault of the target. */
export function checkTlsFiles({ ca, cert, key }: NonNullable<TargetSettings['tls']>): void {
  if (ca !== undefined) checkCaFile(ca)
  if (cert === undefined && key === undefined) return
  if (cert === undefined)
    throw new UsageError(`${key}: client key without a client certificate; set OS_CERT (tls.cert)`)
  checkContext({ cert: readText(cert) }, `${cert}: not a PEM certificate`)
  // A certificate file may contain its key.
  const keyFile = key ?? cert
  checkContext({ key: readText(keyFile) }, `${keyFile}: not a PEM private key without a passphrase`)
  checkContext({ cert: readText(cert), key: readText(keyFile) }, `${keyFile}: does not match the certificate ${cert}`)
}
