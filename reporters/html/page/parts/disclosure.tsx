import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'

interface DisclosureProps {
  readonly summary: ComponentChildren
  readonly class?: string
  readonly startsOpen?: boolean
  readonly children: () => ComponentChildren
}

/** Renders a folded part, whose content exists only while it is open. */
export function Disclosure({ summary, class: name = '', startsOpen = false, children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(startsOpen)
  return (
    <details class={`fold ${name}`} open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && children()}
    </details>
  )
}
