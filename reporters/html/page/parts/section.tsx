import type { ComponentChildren } from 'preact'

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly count?: number
  readonly hint?: string
  readonly children: ComponentChildren
}

/** Renders a part of the page with a heading that links can lead to. */
export const Section = ({ id, title, count, hint, children }: SectionProps) => (
  <section class="card" id={id} aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`} tabIndex={-1}>
      {title} {count !== undefined && <span class="count">{count}</span>}
    </h2>
    {hint && <p class="hint">{hint}</p>}
    {children}
  </section>
)
