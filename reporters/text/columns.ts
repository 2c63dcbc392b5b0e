/** Hangul, Han, kana, full-width forms and emoji take two columns of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u
const combining = /\p{M}/u

/** How many columns of a terminal a text takes. */
export const displayWidth = (text: string): number =>
  [...text].reduce((sum, character) => sum + (combining.test(character) ? 0 : wide.test(character) ? 2 : 1), 0)

/** `padEnd` by columns instead of code units. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - displayWidth(text)))

/** Breaks at spaces so that lines take at most `width` columns; a word that is longer stays whole, for it may be a URL. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}

/** Deals texts out to lines, none broken, so that each line takes at most `width` columns once they are joined by a comma. */
export function wrapItems<Item extends { readonly text: string }>(
  items: readonly Item[],
  width: number,
): readonly (readonly Item[])[] {
  const rows: Item[][] = []
  let used = Infinity
  for (const item of items) {
    const needed = displayWidth(item.text) + 2
    if (used + needed > width) {
      rows.push([])
      used = 0
    }
    rows.at(-1)?.push(item)
    used += needed
  }
  return rows
}
