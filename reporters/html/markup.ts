import type { Bilingual } from '#model'
import { type Lang, type Messages, messages } from '../i18n/index.ts'

/** HTML that is safe to insert into a page. A class, so that a string cannot be used in its place. */
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

/** Escapes text for an element or a quoted attribute. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

function render(content: Content): string {
  if (content === undefined) return ''
  if (content instanceof Markup) return content.toString()
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(`${content}`)
  return content.map(render).join('')
}

/** A template that escapes its values unless they are markup. Lists are joined, and undefined is left out. */
export const html = (parts: TemplateStringsArray, ...values: readonly Content[]): Markup =>
  new Markup(parts.map((part, index) => part + render(values[index])).join(''))

/** A label in both languages. The style sheet shows the selected one. */
export const label = (pick: (t: Messages) => string): Markup =>
  bilingual({ en: pick(messages.en), ko: pick(messages.ko) })

/** A text in both languages. The style sheet shows the selected one. */
export const bilingual = ({ en, ko }: Bilingual): Markup =>
  html`<span class="en" lang="en">${en}</span><span class="ko" lang="ko">${ko}</span>`

/** An `aria-label` in the language of the page, with both texts for the script. */
export const ariaLabel = (pick: (t: Messages) => string, lang: Lang): Markup =>
  html`aria-label="${pick(messages[lang])}" data-en="${pick(messages.en)}" data-ko="${pick(messages.ko)}"`
