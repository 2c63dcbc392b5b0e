import { useEffect, useMemo } from 'preact/hooks'
import { messages } from '../../i18n/index.ts'
import type { PageData } from '../page-data.ts'
import { isFiltered, withoutFilters } from './models/view-state.ts'
import { type PageContext, PageProvider } from './page-context.ts'
import { Navigation, SkipLink } from './parts/navigation.tsx'
import { ContestedSection } from './sections/contested.tsx'
import { CoverageSection } from './sections/coverage.tsx'
import { ExchangeSection } from './sections/exchanges.tsx'
import { FixFirst } from './sections/fix-first.tsx'
import { LifecycleSection } from './sections/lifecycle.tsx'
import { Overview } from './sections/overview.tsx'
import { RequirementSection } from './sections/requirements.tsx'
import { ResourceSection } from './sections/resources.tsx'
import { TimelineSection } from './sections/timeline.tsx'
import { useKeyboard } from './use-keyboard.ts'
import { usePrinting } from './use-printing.ts'
import { bringIntoView, useViewState } from './use-view-state.ts'

/** Renders the page: everything that the report contains, in the order in which a reader decides. */
export function App({ data }: { readonly data: PageData }) {
  const [state, change] = useViewState(data.lang)
  const { report } = data
  const exchanges = useMemo(() => new Map(report.exchanges.map((each) => [each.index, each])), [report])
  const t = messages[state.lang]
  const testOf = useMemo(
    () =>
      new Map(
        (report.tests ?? []).flatMap(({ title, exchanges: own }) => own.map((index) => [index, t.testTitle(title)])),
      ),
    [report, t],
  )
  const isPrinting = usePrinting()
  const reveal = (id: string): void => {
    change({ open: [...new Set([...state.open, id])], ...(isFiltered(state) && withoutFilters) })
    bringIntoView(id)
  }
  const page: PageContext = { ...data, t, state, change, reveal, isPrinting, exchanges, testOf }

  useKeyboard(page)
  useEffect(() => {
    document.documentElement.lang = state.lang
    document.documentElement.dataset['theme'] = state.theme
  }, [state.lang, state.theme])
  useEffect(() => {
    const [first] = state.open
    if (first !== undefined) bringIntoView(first)
  }, [])

  return (
    <PageProvider value={page}>
      <SkipLink />
      <Navigation />
      <main>
        <Overview />
        <FixFirst />
        <RequirementSection />
        <LifecycleSection />
        <TimelineSection />
        <CoverageSection />
        <ContestedSection />
        <ResourceSection />
        <ExchangeSection />
        <footer>
          {t.title} {report.tool.version} · <span class="keys">{t.page.keys}</span>
        </footer>
      </main>
    </PageProvider>
  )
}
