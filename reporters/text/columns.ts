import stringWidth from 'string-width'

/** Returns the terminal columns that a text occupies: two for a Hangul syllable, none for a combining mark. */
export const displayWidth = (text: string): number => stringWidth(text)

/** Pads a text like `padEnd`, in terminal columns instead of UTF-16 code units. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - displayWidth(text)))

/** Breaks text at spaces into lines of at most `width` columns. A longer word, such as a URL, stays on one line. */
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

/** Groups items into lines of at most `width` columns, two columns between items for `, `. No item is split. */
export function wrapItems<Item extends { readonly text: string }>(
  items: readonly Item[],
  width: number,
): readonly (readonly Item[])[] {
  const lines: Item[][] = []
  let used = Infinity
  for (const item of items) {
    const needed = displayWidth(item.text) + 2
    if (used + needed > width) {
      lines.push([])
      used = 0
    }
    lines.at(-1)?.push(item)
    used += needed
  }
  return lines
}
