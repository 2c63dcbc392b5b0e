import { useEffect, useRef } from 'preact/hooks'
import type { PageContext } from './page-context.ts'

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, select, textarea')

/** Moves the focus to the next or the previous requirement in view. */
function moveFocus(step: 1 | -1): void {
  const buttons = [...document.querySelectorAll<HTMLElement>('.requirement > h4 > button')]
  const focused = buttons.findIndex((button) => button.matches(':focus'))
  const outside = step > 0 ? 0 : buttons.length - 1
  buttons[focused < 0 ? outside : focused + step]?.focus()
}

/** Handles the keys of the page: `/` search, `j` and `k` next and previous requirement, Escape closes all. */
export function useKeyboard({ state, change }: PageContext): void {
  const latest = useRef({ state, change })
  latest.current = { state, change }
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Escape' && latest.current.state.open.length > 0) latest.current.change({ open: [] })
      if (isEditable(event.target)) return
      if (event.key === 'j') moveFocus(1)
      if (event.key === 'k') moveFocus(-1)
      if (event.key !== '/') return
      event.preventDefault()
      document.querySelector<HTMLInputElement>('#search')?.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
