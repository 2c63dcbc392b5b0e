/** Sentences with gaps, and their translations. */

/** `{}` stands for any text; the translation numbers the gaps from 1. */
export type Template = readonly [english: string, translation: string]

interface CompiledTemplate {
  readonly parts: readonly string[]
  readonly translation: string
}

/** Translates a text, or returns undefined if no template fits. */
export type TemplateTranslator = (text: string, translateGap?: (text: string) => string) => string | undefined

/**
 * Returns the texts in the gaps, or undefined where the template does not fit. Each gap ends where the next part occurs
 * first: without backtracking, a text of the target cannot make it slow.
 */
function gapsIn(text: string, [first = '', ...parts]: readonly string[]): readonly string[] | undefined {
  if (!text.startsWith(first)) return undefined
  const gaps: string[] = []
  let position = first.length
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    const end = isLast ? text.length - part.length : text.indexOf(part, position + 1)
    if (end <= position || !text.startsWith(part, end)) return undefined
    gaps.push(text.slice(position, end))
    position = end + part.length
  }
  return position === text.length ? gaps : undefined
}

/** Creates a translator that uses the first template that fits. */
export function createTranslator(templates: readonly Template[]): TemplateTranslator {
  const exact = new Map(templates.filter(([english]) => !english.includes('{}')))
  const compiled: readonly CompiledTemplate[] = templates
    .filter(([english]) => english.includes('{}'))
    .map(([english, translation]) => ({ parts: english.split('{}'), translation }))
  return (text, translateGap = (gap) => gap) => {
    const translation = exact.get(text)
    if (translation !== undefined) return translation
    for (const template of compiled) {
      const gaps = gapsIn(text, template.parts)
      if (gaps)
        return template.translation.replace(/\{(\d)\}/g, (_, number) => translateGap(gaps[Number(number) - 1] ?? ''))
    }
    return undefined
  }
}
