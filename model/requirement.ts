/** How binding a statement is, in the sense of RFC 2119. */
export type Level = 'must' | 'should' | 'may'

/** Where a requirement comes from: a sentence of the document, its examples, or what every OpenStack service does. */
export type Basis = 'documented' | 'example' | 'convention'

/** A text in both languages of the reports. */
export interface Bilingual {
  readonly en: string
  readonly ko: string
}

/** A place in the document: the title of a section, and line numbers such as `427` or `430-433`. */
export interface Source {
  readonly section: string
  readonly lines: string
}
