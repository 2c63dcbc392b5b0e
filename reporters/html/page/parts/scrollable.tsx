import type { ComponentChildren } from 'preact'

interface ScrollableProps {
  readonly label: string
  readonly class?: string
  readonly children: ComponentChildren
}

/** Renders a part that scrolls sideways where it is too wide, also with the keyboard. */
export const Scrollable = ({ label, class: name = '', children }: ScrollableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without a focus the keyboard cannot scroll it
  <section class={`scroll ${name}`} tabIndex={0} aria-label={label}>
    {children}
  </section>
)

/** Renders preformatted text, which scrolls where it is too long. */
export const Preformatted = ({ text }: { readonly text: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without a focus the keyboard cannot scroll it
  <pre tabIndex={0}>{text}</pre>
)
