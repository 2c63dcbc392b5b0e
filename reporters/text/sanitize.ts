/**
 * Characters that can change how a terminal, a log viewer or an editor shows text: control characters and terminal escapes (Cc),
 * lone surrogates (Cs), invisible characters, and characters that change the direction of text.
 */
const unsafe = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu

/** Returns a visible replacement: a control picture for C0 characters and DEL (␛, ␊), the code point for others. */
function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

/**
 * Makes text from a target safe for one line of a terminal or a log. Unsafe characters are replaced by visible ones, and a space is
 * inserted into commands to CI systems (`::error …`, `##[…]`, `##vso[…]`), which runners recognize in indented lines too.
 */
export const sanitizeLine = (text: string): string =>
  text
    .replace(unsafe, visible)
    // No command begins with a digit, as the address ::1 does.
    .replace(/(^|\s)::(?=[^\s\d])/g, '$1: :')
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, '# #')

/** Makes text from a target safe for a preformatted block, in which line breaks and tabs are kept. */
export const sanitizeBlock = (text: string): string =>
  text
    .split(/\r\n|\n/)
    .map((line) =>
      line
        .split('\t')
        .map((part) => part.replace(unsafe, visible))
        .join('\t'),
    )
    .join('\n')
