import { useEffect, useState } from 'preact/hooks'
import type { Lang } from '../../i18n/index.ts'
import { formatFragment, parseFragment, type ViewState } from './models/view-state.ts'

type Change = (changes: Partial<ViewState>, history?: 'replace') => void

/** Returns the state in the fragment of the URL, and a function that changes both. */
export function useViewState(lang: Lang): readonly [ViewState, Change] {
  const [state, setState] = useState(() => parseFragment(location.hash, lang))
  useEffect(() => {
    const read = (): void => {
      const next = parseFragment(location.hash, lang)
      setState(next)
      const [opened] = next.open
      if (opened !== undefined && next.open.length === 1) bringIntoView(opened)
    }
    addEventListener('hashchange', read)
    addEventListener('popstate', read)
    return () => {
      removeEventListener('hashchange', read)
      removeEventListener('popstate', read)
    }
  }, [lang])
  const change: Change = (changes, mode) => {
    const next = { ...state, ...changes }
    const fragment = formatFragment(next, lang)
    const url = fragment === '' ? location.href.replace(/#.*$/s, '') : `#${fragment}`
    if (mode === 'replace') history.replaceState(null, '', url)
    else history.pushState(null, '', url)
    setState(next)
  }
  return [state, change]
}

/** Scrolls to an element once the page shows it, and moves the focus there. */
export function bringIntoView(id: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const element = document.getElementById(id)
      if (!element) return
      element.scrollIntoView({ block: 'start' })
      const target = element.querySelector<HTMLElement>('button, h2') ?? element
      target.focus({ preventScroll: true })
    }),
  )
}
