/** How binding a statement is, in the sense of RFC 2119. */
export type Level = 'must' | 'should' | 'may'

/** The origin of a requirement: a sentence of the document, one of its examples, or a convention of OpenStack. */
export type Basis = 'documented' | 'example' | 'convention'

/** The editions of the document, by the month of their publication. The first one is the default. */
export const editions = ['2020-03', '2026-05'] as const
export type Edition = (typeof editions)[number]

/** A text in the two languages of the reports. */
export interface Bilingual {
  readonly en: string
  readonly ko: string
}

/** A place in the document: the title of a section, and line numbers such as `427` or `430-433`. */
export interface SourceReference {
  readonly section: string
  readonly lines: string
}
