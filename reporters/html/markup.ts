import { type Messages, messages } from '../i18n/messages.ts'

/** A piece of HTML that is safe to put into a page. Only `html` makes one, so text cannot pass for markup by accident. */
export class Markup {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

export type Content = Markup | string | number | undefined | readonly Content[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

function shown(content: Content): string {
  if (content === undefined) return ''
  if (content instanceof Markup) return content.toString()
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(`${content}`)
  return content.map(shown).join('')
}

/** A template whose values are escaped, unless they are markup themselves. Lists are joined, undefined leaves nothing. */
export const html = (parts: TemplateStringsArray, ...values: readonly Content[]): Markup =>
  new Markup(parts.map((part, at) => part + shown(values[at])).join(''))

/** A label in both languages; the style sheet shows the one that is chosen, script or no script. */
export function label(pick: (say: Messages) => string): Markup {
  return sentence({ en: pick(messages.en), ko: pick(messages.ko) })
}

/** The same for a sentence that brings its own translation. */
export const sentence = ({ en, ko }: { readonly en: string; readonly ko: string }): Markup =>
  html`<span class="en" lang="en">${en}</span><span class="ko" lang="ko">${ko}</span>`

/** `aria-label` in the page's language, with what the script needs to change it. */
export const ariaLabel = (pick: (say: Messages) => string, lang: 'en' | 'ko'): Markup =>
  html`aria-label="${pick(messages[lang])}" data-en="${pick(messages.en)}" data-ko="${pick(messages.ko)}"`
