/** Values that are different each time a script runs, and the shell variables that take their place. */
export class ShellVariables {
  /** Longer values first: one may be part of another. */
  readonly #names: [value: string, variable: string][] = []

  define(value: string, variable: string): void {
    if (value === '') return
    this.#names.push([value, variable])
    this.#names.sort(([a], [b]) => b.length - a.length)
  }

  nameOf(value: string): string | undefined {
    return this.#names.find(([known]) => known === value)?.[1]
  }

  /** Quotes a text for a POSIX shell, with `"$VARIABLE"` for each known value. */
  quote(text: string): string {
    return this.#split(text)
      .map(({ part, variable }) => (variable === undefined ? `'${part.replaceAll("'", "'\\''")}'` : `"$${variable}"`))
      .join('')
  }

  #split(text: string): readonly { readonly part: string; readonly variable?: string }[] {
    for (const [value, variable] of this.#names) {
      const at = text.indexOf(value)
      if (at < 0) continue
      const [before, after] = [text.slice(0, at), text.slice(at + value.length)]
      return [...this.#split(before), { part: value, variable }, ...this.#split(after)]
    }
    return text === '' ? [] : [{ part: text }]
  }
}

/** Makes a text fit for a comment: on one line, without control characters. */
export const commentOf = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
