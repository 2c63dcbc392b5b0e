import { createPublicKey } from 'node:crypto'

/** The length-prefixed fields of an SSH public key (RFC 4253, section 6.6). */
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

/** Numbers may begin with a zero byte. */
const withoutLeadingZeros = (bytes: Buffer): Buffer => bytes.subarray(bytes.findIndex((byte) => byte !== 0))

/** Whether an RSA key in PEM format belongs to a public key in SSH format; undefined when one of them cannot be read. */
export function keysMatch(privateKey: string, publicKey: string): boolean | undefined {
  const [type, base64 = ''] = publicKey.split(' ')
  const [, , modulus] = type === 'ssh-rsa' ? sshFields(base64) : []
  const expected = modulusOf(privateKey)
  if (modulus === undefined || expected === undefined) return undefined
  return withoutLeadingZeros(modulus).equals(withoutLeadingZeros(expected))
}
