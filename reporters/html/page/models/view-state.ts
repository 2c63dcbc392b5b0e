import type { Level } from '#model'
import { type Lang, messages } from '../../../i18n/index.ts'

export type Theme = '' | 'light' | 'dark'

/** The reader's choices: filters, opened parts, language and theme. They are kept in the fragment of the URL. */
export interface ViewState {
  /** Statuses shown; none means all. */
  readonly outcomes: readonly string[]
  readonly level: Level | ''
  readonly group: string
  readonly operation: string
  readonly query: string
  /** Ids of the requirements that are open. */
  readonly open: readonly string[]
  /** The transition chosen in the map, as `FROM>TO`. */
  readonly transition: string
  readonly lang: Lang
  readonly theme: Theme
}

const levels: readonly string[] = ['must', 'should', 'may'] satisfies readonly Level[]

const isLevel = (value: string): value is Level => levels.includes(value)
const isLang = (value: string): value is Lang => Object.hasOwn(messages, value)
const isTheme = (value: string): value is Theme => ['', 'light', 'dark'].includes(value)

const listOf = (value: string | null): readonly string[] => (value ? value.split(',') : [])

/** Decodes a text of a URL; returns it unchanged where its escapes are broken. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Returns the state of a page that was opened without a fragment. */
export const initialState = (lang: Lang): ViewState => ({
  outcomes: [],
  level: '',
  group: '',
  operation: '',
  query: '',
  open: [],
  transition: '',
  lang,
  theme: '',
})

/** Tells whether a filter hides some of the requirements. */
export const isFiltered = ({ outcomes, level, group, operation, query }: ViewState): boolean =>
  outcomes.length > 0 || [level, group, operation, query].some((value) => value !== '')

/** The state without filters. */
export const withoutFilters = { outcomes: [], level: '', group: '', operation: '', query: '' } as const

/**
 * Reads a fragment: `outcome=fail&level=must&open=ID`, or the id of a requirement alone. Unknown names and values are ignored.
 */
export function parseFragment(fragment: string, lang: Lang): ViewState {
  const text = fragment.replace(/^#/, '')
  const initial = initialState(lang)
  if (text === '') return initial
  if (!text.includes('=')) return { ...initial, open: [decoded(text)] }
  const values = new URLSearchParams(text)
  const read = (name: string): string => values.get(name) ?? ''
  const [level, chosenLang, theme] = [read('level'), read('lang'), read('theme')]
  return {
    outcomes: listOf(values.get('outcome')),
    level: isLevel(level) ? level : '',
    group: read('group'),
    operation: read('operation'),
    query: read('q'),
    open: listOf(values.get('open')),
    transition: read('transition'),
    lang: isLang(chosenLang) ? chosenLang : lang,
    theme: isTheme(theme) ? theme : '',
  }
}

/** Formats a state as a URL fragment, without `#`. Values of `initialState(lang)` are left out. */
export function formatFragment(state: ViewState, lang: Lang): string {
  const entries: readonly (readonly [string, string])[] = [
    ['outcome', state.outcomes.join(',')],
    ['level', state.level],
    ['group', state.group],
    ['operation', state.operation],
    ['q', state.query],
    ['open', state.open.join(',')],
    ['transition', state.transition],
    ['lang', state.lang === lang ? '' : state.lang],
    ['theme', state.theme],
  ]
  const present = entries.filter(([, value]) => value !== '')
  const [first, ...others] = present
  if (first?.[0] === 'open' && others.length === 0 && state.open.length === 1) return encodeURIComponent(first[1])
  return present.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`).join('&')
}
