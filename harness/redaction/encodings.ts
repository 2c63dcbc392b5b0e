/** The forms in which a secret may come back beside its own; escapes are undone before anybody looks. */
export function encodedForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8')
  const encoded = [0, 1, 2].flatMap((before) => {
    const core = base64Core(bytes, before)
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')]
  })
  // Percent signs are undone byte by byte, so that a character beyond ASCII looks like the Latin-1 text of its bytes.
  // Hexadecimal digits mean the same in either case.
  const digits = /^[\da-f]{16,}$/i.test(secret) ? [secret.toLowerCase(), secret.toUpperCase()] : []
  return [...new Set([secret, ...digits, bytes.toString('latin1'), secret.replaceAll(' ', '+'), ...encoded])]
}

/**
 * What base64 makes of the bytes wherever they stand behind so many others (modulo three): without the characters at both
 * ends that depend on the neighbours.
 */
function base64Core(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
  const from = Math.ceil((before * 8) / 6)
  const to = Math.floor(((before + bytes.length) * 8) / 6)
  return text.slice(from, to)
}
