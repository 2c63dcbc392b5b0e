import { useState } from 'preact/hooks'
import { usePage } from '../page-context.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { ExchangeDetails, pathOf } from '../parts/exchange-view.tsx'
import { Section } from '../parts/section.tsx'

/** Exchanges listed at once. Thousands of elements slow a page down. */
const pageSize = 100

function ExchangeLog() {
  const { t, report, testOf } = usePage()
  const [query, setQuery] = useState('')
  const [limit, setLimit] = useState(pageSize)
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = report.exchanges.filter(({ index, method, url, status, operation = '', phase }) => {
    const text =
      `#${index} ${method} ${pathOf(url)} ${status} ${operation} ${t.page.phase[phase]} ${testOf.get(index) ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return (
    <>
      <input
        type="search"
        aria-label={t.search}
        placeholder={t.page.exchangeSearch}
        value={query}
        onInput={({ currentTarget }) => {
          setQuery(currentTarget.value)
          setLimit(pageSize)
        }}
      />{' '}
      <output>
        {found.length} / {report.exchanges.length}
      </output>
      <div class="log">
        {found.slice(0, limit).map((exchange) => (
          <ExchangeDetails key={exchange.index} exchange={exchange} />
        ))}
      </div>
      {found.length > limit && (
        <button type="button" onClick={() => setLimit(limit + pageSize)}>
          {t.page.showMore(Math.min(pageSize, found.length - limit))}
        </button>
      )}
    </>
  )
}

/** Renders all exchanges of the run, folded. */
export function ExchangeSection() {
  const { t, report } = usePage()
  return (
    <Section id="exchanges" title={t.exchanges} count={report.exchanges.length}>
      <Disclosure summary={t.all}>{() => <ExchangeLog />}</Disclosure>
    </Section>
  )
}
