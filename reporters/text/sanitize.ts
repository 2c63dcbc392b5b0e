/**
 * What a target may send to take over the place its text is shown in: control characters and terminal escapes (Cc: C0, DEL
 * and C1), halves of characters (Cs), invisible and direction-changing characters.
 */
const unsafe = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu

/** C0 and DEL have pictures of their own (␛, ␊); of the others the code is shown. */
function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

/**
 * Makes text from a target fit for one line of a terminal or a log: what would act is shown instead. Commands to a CI system
 * (`::error …` after a break, `##[…]`, `##vso[…]`) are pulled apart, since their runners find them in indented lines too.
 */
export const sanitizeLine = (text: string): string =>
  text
    .replace(unsafe, picture)
    .replace(/(^|\s)::(?=\S)/g, '$1: :')
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, '# #')

/** The same for text of several lines whose place can bear line breaks and tabs, such as a preformatted block. */
export const sanitizeBlock = (text: string): string =>
  text
    .split(/\r\n|\n/)
    .map((line) =>
      line
        .split('\t')
        .map((part) => part.replace(unsafe, picture))
        .join('\t'),
    )
    .join('\n')
