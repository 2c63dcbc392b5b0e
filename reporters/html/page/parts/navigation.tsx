import type { ComponentChildren } from 'preact'
import type { Messages } from '../../../i18n/index.ts'
import type { Theme } from '../models/view-state.ts'
import { usePage } from '../page-context.ts'
import { bringIntoView } from '../use-view-state.ts'

const sections: readonly (readonly [id: string, title: (t: Messages) => string])[] = [
  ['overview', (t) => t.page.overview],
  ['requirements', (t) => t.requirements],
  ['lifecycle', (t) => t.page.lifecycle],
  ['timeline', (t) => t.page.timeline],
  ['coverage', (t) => t.coverage],
  ['reality', (t) => t.page.reality],
  ['resources', (t) => t.resources],
  ['exchanges', (t) => t.exchanges],
]

const themes: readonly Theme[] = ['', 'light', 'dark']

interface SectionLinkProps {
  readonly id: string
  readonly class?: string
  readonly children: ComponentChildren
}

/** Renders a link that scrolls to a section and leaves the fragment, which holds the filters, as it is. */
const SectionLink = ({ id, class: name, children }: SectionLinkProps) => (
  <a
    href={`#${id}`}
    {...(name && { class: name })}
    onClick={(event) => {
      event.preventDefault()
      bringIntoView(id)
    }}
  >
    {children}
  </a>
)

/** Renders the link at the beginning of the page that skips to the requirements, for readers without a pointer. */
export function SkipLink() {
  const { t } = usePage()
  return (
    <SectionLink id="requirements" class="skip">
      {t.skipLink}
    </SectionLink>
  )
}

/** Renders the bar at the top: links to the sections, language, theme. */
export function Navigation() {
  const { t, state, change } = usePage()
  return (
    <header class="site">
      <nav aria-label={t.page.sections}>
        {sections.map(([id, title]) => (
          <SectionLink key={id} id={id}>
            {title(t)}
          </SectionLink>
        ))}
      </nav>
      <label class="theme">
        <span class="hidden">{t.page.theme}</span>
        <select
          value={state.theme}
          onChange={({ currentTarget }) =>
            change({ theme: themes.find((theme) => theme === currentTarget.value) ?? '' })
          }
        >
          {themes.map((theme) => (
            <option key={theme} value={theme}>
              {t.page.themes[theme]}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="languages" aria-label={t.language}>
        <button type="button" lang="en" aria-pressed={state.lang === 'en'} onClick={() => change({ lang: 'en' })}>
          English
        </button>
        <button type="button" lang="ko" aria-pressed={state.lang === 'ko'} onClick={() => change({ lang: 'ko' })}>
          한국어
        </button>
      </fieldset>
    </header>
  )
}
