import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Exchange } from '#model'
import type { Messages } from '../../i18n/index.ts'
import type { PageData } from '../page-data.ts'
import type { ViewState } from './models/view-state.ts'

/** The context of every part of the page. */
export interface PageContext extends PageData {
  readonly t: Messages
  readonly state: ViewState
  /** Changes the state and the fragment. A change that is typed replaces the entry of the browser's history. */
  readonly change: (changes: Partial<ViewState>, history?: 'replace') => void
  /** Opens a requirement, without filters that hide it, and brings it into view. */
  readonly reveal: (id: string) => void
  /** True while the page is laid out for paper. */
  readonly isPrinting: boolean
  readonly exchanges: ReadonlyMap<number, Exchange>
  /** Titles of the tests by the exchanges that they made. */
  readonly testOf: ReadonlyMap<number, string>
}

const Context = createContext<PageContext | undefined>(undefined)

export const PageProvider = Context.Provider

/** Returns the report, the texts and the state of the page. */
export function usePage(): PageContext {
  const page = useContext(Context)
  if (!page) throw new TypeError('usePage was called outside of PageProvider.')
  return page
}
