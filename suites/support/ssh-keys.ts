/** Public keys of nobody's: their private halves were thrown away when they were made. */
export const publicKeys = [
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCNjeAdeQgEcmLAyIOHVGCCD3YYjztkpPXidPcGSolA/3DZ6w7yNqbnJ81jsQTq2Dr3z7nckYrAT5e87jlr5DKFNS97PwPmMzqODOY/IXA7UpFLj5sIL5yJ/JH0tFE8FoPL/Irf01p5VPGIVLiBngnF9xy26YRek63KC0bh/zDHcIRJoV9vyj8mfIkpkxZ2zgNy77mr+zOhY+i2QM1lZP5L7um8oO0uCo/YYUeJoH+FRQSH83QbpbwZmACrCUGHHubPT0R+2afLDrkK5dR413HZ6kCj0Bq/Rqy2plxTSWFkcS/bYBaRoUnifeFblKRpbG10xbMdSthCtpnvlztV009z conformance',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDA5b0QvFKLzOX9+AvydXpy4SKqwzqwG38zYQBJHmW1RUE4j0ot/J2XDTtcRtppBvsSA1mg7mK15Zs2ORoE/izwvk+0+F1SvqDBkj+/7Bv2qEnnA1xsM8hGS99VOqrXvjpADPWOD4mfP6+Cr75HQ4RuzriJmlMTZO2TaBZ25erJD40WNejcmFUDRO8K/AXDzMoLQOu7BoknJ7EUXyHrsrmMfwmqV4B4GGk8/tRPlN4m72FPIk/6pY6acjnYoGxqETTiH625U+OMY6QFEW3F3rKc2hyHjNw4/GMnqri0HXg9bM9mj5u7ll2FsCGJSEkFGrCYqN55nfvBg7p30KUUZYvL conformance',
] as const

/**
 * Whether text is a public key as SSH writes them (RFC 4253, section 6.6): a type, and base64 of a blob that begins with
 * the same type and has more to say.
 */
export function isPublicKey(text: string): boolean {
  const [type = '', blob = ''] = text.trim().split(/\s+/)
  const bytes = Buffer.from(blob, 'base64')
  if (type === '' || bytes.length < 4) return false
  const length = bytes.readUInt32BE(0)
  return bytes.subarray(4, 4 + length).toString('latin1') === type && bytes.length > 4 + length + 4
}
