import type { RequirementResult } from '#results'
import { usePage } from '../page-context.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { RequirementLink } from '../parts/requirement-link.tsx'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'

/** Renders statements with what is accepted and, where the run distinguished, what the target does. */
function Statements({ results }: { readonly results: readonly RequirementResult[] }) {
  const { t, state } = usePage()
  if (results.length === 0) return null
  return (
    <Table
      class="reality"
      head={[t.page.statement, t.page.accepted, t.page.follows]}
      rows={results.map(({ id, text, contested, variant }) => ({
        key: id,
        cells: [
          <>
            {text[state.lang]} <RequirementLink id={id} />
          </>,
          contested?.[state.lang] ?? '',
          variant === undefined ? <span class="muted">–</span> : <code class="tag">{variant}</code>,
        ],
      }))}
    />
  )
}

/** Renders the ambiguous statements of the document, what is accepted, and what the target does. */
export function ContestedSection() {
  const { t, report } = usePage()
  const contested = report.requirements.filter((result) => result.contested && !result.off)
  const distinguished = contested.filter(({ variant }) => variant !== undefined)
  const others = contested.filter(({ variant }) => variant === undefined)
  if (contested.length === 0) return null
  return (
    <Section id="reality" title={t.page.reality} count={contested.length} hint={t.page.realityHint}>
      <Statements results={distinguished} />
      {others.length > 0 && (
        <Disclosure
          summary={
            <>
              {t.page.notDistinguished} <span class="count">{others.length}</span>
            </>
          }
        >
          {() => <Statements results={others} />}
        </Disclosure>
      )}
    </Section>
  )
}
