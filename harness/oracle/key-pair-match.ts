import { createHash, createPublicKey } from 'node:crypto'

/** Returns the length-prefixed fields of an SSH public key (RFC 4253, section 6.6). */
function sshFields(base64: string): readonly Buffer[] {
  const bytes = Buffer.from(base64, 'base64')
  const fields: Buffer[] = []
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    fields.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return fields
}

const modulusOf = (privateKey: string): Buffer | undefined => {
  try {
    const { n } = createPublicKey(privateKey).export({ format: 'jwk' })
    return typeof n === 'string' ? Buffer.from(n, 'base64url') : undefined
  } catch {
    return undefined
  }
}

/** Removes leading zero bytes, which SSH adds to a number whose first bit is set (RFC 4251, section 5). */
const withoutLeadingZeros = (bytes: Buffer): Buffer => bytes.subarray(bytes.findIndex((byte) => byte !== 0))

/** Tells whether an RSA key in PEM format belongs to a public key in SSH format; undefined when one of them cannot be read. */
export function keysMatch(privateKey: string, publicKey: string): boolean | undefined {
  const [type, base64 = ''] = publicKey.split(' ')
  const [, , modulus] = type === 'ssh-rsa' ? sshFields(base64) : []
  const expected = modulusOf(privateKey)
  if (modulus === undefined || expected === undefined) return undefined
  return withoutLeadingZeros(modulus).equals(withoutLeadingZeros(expected))
}

/** Returns the MD5 fingerprint `aa:bb:…` of a public key in SSH format; undefined for another text. */
export function fingerprintOf(publicKey: string): string | undefined {
  const [type = '', base64 = ''] = publicKey.trim().split(/\s+/)
  if (!/^(ssh|ecdsa)-/.test(type)) return undefined
  const digest = createHash('md5').update(Buffer.from(base64, 'base64')).digest('hex')
  return digest.replace(/..\B/g, '$&:')
}

/** Tells whether an MD5 fingerprint `aa:bb:…` is that of a public key in SSH format; undefined for a fingerprint of another form. */
export function fingerprintMatches(fingerprint: string, publicKey: string): boolean | undefined {
  const expected = fingerprintOf(publicKey)
  if (!/^([\da-f]{2}:){15}[\da-f]{2}$/i.test(fingerprint) || expected === undefined) return undefined
  return fingerprint.toLowerCase() === expected
}
