/**
 * The forms in which a secret may appear in a text besides its own: base64 at any offset, letters of the other
 * case, Latin-1, plus signs for spaces. Escapes need no form of their own, because the redactor undoes them first.
 */
export function encodedForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8')
  const base64Forms = [0, 1, 2].flatMap((offset) => {
    const form = base64Core(bytes, offset)
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')]
  })
  // Percent-encoding is undone byte by byte, so a character beyond ASCII appears as the Latin-1 text of its UTF-8
  // bytes.
  const latin1 = bytes.toString('latin1')
  const caseForms = isTokenLike(secret) ? [secret.toLowerCase(), secret.toUpperCase(), swapCase(secret)] : []
  return [...new Set([secret, ...caseForms, latin1, secret.replaceAll(' ', '+'), ...base64Forms])]
}

/** Hexadecimal text has the same value in either case; a run sends its token with the case of the letters swapped, too. */
const isTokenLike = (secret: string): boolean => /^[\w.~+/=-]{16,512}$/.test(secret)

const swapCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))

/**
 * Returns the base64 digits that depend on the bytes alone when `offset` other bytes (modulo three) precede them: those at both ends depend
 * on the neighbours, too, and are left out.
 */
function base64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
}
