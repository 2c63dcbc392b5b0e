import type { ComponentChildren } from 'preact'
import type { RequirementResult } from '#results'
import { displayStatus, exemptionText } from '../../../group-results.ts'
import { repeatCommand } from '../../../repeat-command.ts'
import { symbols } from '../../../text/symbols.ts'
import { usePage } from '../page-context.ts'
import { FindingView } from './finding-view.tsx'
import { RequirementLink } from './requirement-link.tsx'

const Detail = ({ term, children }: { readonly term: string; readonly children: ComponentChildren }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
)

/** Renders everything about a requirement but its findings. */
function Details({ result }: { readonly result: RequirementResult }) {
  const { t, state, report } = usePage()
  const { level, basis, source, operations, contested, variant, reason, blockedBy, known, waived } = result
  const repeat = result.outcome === 'pass' ? undefined : repeatCommand(report, result)
  return (
    <dl>
      {reason && <Detail term={t.reason}>{t.sentence(reason)}</Detail>}
      {blockedBy && (
        <Detail term={t.preventedBy}>
          <RequirementLink id={blockedBy} />
        </Detail>
      )}
      {waived && <Detail term={t.outcome.waived}>{exemptionText(result, t.until)}</Detail>}
      {known && <Detail term={t.page.since}>{t.sentence(known)}</Detail>}
      {repeat && (
        <Detail term={t.repeat}>
          <code>{repeat}</code>
        </Detail>
      )}
      <Detail term={t.basis}>
        {t.level[level]}, {t.bases[basis]}
      </Detail>
      {source && (
        <Detail term={t.source}>
          <span lang="ko">{source.section}</span>, {t.lines(source.lines)}
        </Detail>
      )}
      {operations.length > 0 && (
        <Detail term={t.operations}>
          <code>{operations.join(', ')}</code>
        </Detail>
      )}
      {contested && <Detail term={t.interpretations}>{contested[state.lang]}</Detail>}
      {variant && (
        <Detail term={t.followed}>
          <code>{variant}</code>
        </Detail>
      )}
    </dl>
  )
}

/** Renders one requirement: its status and its text, and when it is open its details and findings. */
export function RequirementRow({ result }: { readonly result: RequirementResult }) {
  const { t, state, change, isPrinting } = usePage()
  const { id, level, text, findings, more = 0 } = result
  const status = displayStatus(result)
  const isOpen = state.open.includes(id) || (isPrinting && status === 'fail')
  const toggle = (): void => change({ open: isOpen ? state.open.filter((each) => each !== id) : [...state.open, id] })
  return (
    <article class={`requirement ${status}`} id={id} data-open={isOpen}>
      <h4>
        <button type="button" aria-expanded={isOpen} onClick={toggle}>
          <span class={`pill ${status}`}>
            <span aria-hidden="true">{symbols[status]}</span> {t.outcome[status]}
          </span>
          <span class={`level ${level}`}>{t.level[level]}</span>
          <span class="claim">
            <span>{text[state.lang]}</span>
            <code>{id}</code>
            {!isOpen && findings[0] && <span class="message">{t.sentence(findings[0].message)}</span>}
          </span>
        </button>
      </h4>
      {isOpen && (
        <div class="body">
          {findings.map((finding, index) => (
            <FindingView key={index} finding={finding} />
          ))}
          {more > 0 && <p class="muted">{t.more(more)}</p>}
          <Details result={result} />
        </div>
      )}
    </article>
  )
}
