import type { Level } from '#model'
import { editionOf } from '#results'
import { displayStatus, displayStatuses } from '../../../group-results.ts'
import { isUncertain } from '../../../leftovers.ts'
import { durationWithPath } from '../../../text/duration-with-path.ts'
import { verdictSentence } from '../../../verdict-sentence.ts'
import { usePage } from '../page-context.ts'
import { bringIntoView } from '../use-view-state.ts'

const verdictSymbols = { conformant: '✓', partial: '◐', nonconformant: '✕', inconclusive: '?' } as const
const levels = ['must', 'should', 'may'] as const

/** Renders the outcomes of one level as a bar, and as links that filter by them. */
function Tally({ level }: { readonly level: Level }) {
  const { t, report, change, state } = usePage()
  const ofLevel = report.requirements.filter((result) => !result.off && result.level === level)
  if (ofLevel.length === 0) return null
  const counts = displayStatuses
    .map((status) => ({ status, count: ofLevel.filter((result) => displayStatus(result) === status).length }))
    .filter(({ count }) => count > 0)
  const passed = counts.find(({ status }) => status === 'pass')?.count ?? 0
  const show = (status: string): void => {
    change({ outcomes: [status], level, group: '', operation: '', query: '' })
    bringIntoView('requirements')
  }
  return (
    <div class="tally">
      <p>
        <span class={`level ${level}`}>{t.level[level]}</span>
        <b>
          {passed}
          <small> / {ofLevel.length}</small>
        </b>
      </p>
      <div class="bar" aria-hidden="true">
        {counts.map(({ status, count }) => (
          <i key={status} class={status} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul>
        {counts.map(({ status, count }) => (
          <li key={status}>
            <button
              type="button"
              class={`link ${status}`}
              aria-pressed={state.level === level && state.outcomes.length === 1 && state.outcomes[0] === status}
              onClick={() => show(status)}
            >
              <i aria-hidden="true" />
              {t.outcomeCount(count, t.outcome[status])}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

const Fact = ({ term, value, detail }: { readonly term: string; readonly value: string; readonly detail?: string }) => (
  <div>
    <dt>{term}</dt>
    <dd>
      {value}
      {detail && <span class="muted"> {detail}</span>}
    </dd>
  </div>
)

function Facts() {
  const { t, report } = usePage()
  const { target, tool, runId, startedAt, requests, resources } = report
  const servers = resources.created['servers'] ?? 0
  const uncertain = resources.leaked.filter(isUncertain).length
  const left = resources.leaked.length - uncertain
  return (
    <dl class="facts">
      <Fact term={t.target} value={target.url} detail={target.versions.join(', ')} />
      <Fact term={t.profile} value={target.profile} />
      <Fact term={t.edition} value={editionOf(target)} />
      <Fact
        term={t.page.cost}
        value={t.page.costText(servers, resources.serverSeconds)}
        {...(resources.leaked.length > 0
          ? { detail: t.page.leftBehind(left, uncertain) }
          : servers > 0 && { detail: t.page.nothingLeft })}
      />
      <Fact term={t.duration} value={durationWithPath(report, t)} detail={t.requestCount(requests)} />
      <Fact term={t.started} value={startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')} />
      <Fact term={t.run} value={runId} />
      <Fact term={t.tool} value={tool.version} detail={`${tool.contract.slice(0, 8)}·${tool.register.slice(0, 8)}`} />
    </dl>
  )
}

/** Renders the verdict in a sentence, the outcomes of each level, and the facts of the run. */
export function Overview() {
  const { t, report } = usePage()
  const { verdict } = report
  return (
    <section class={`top ${verdict}`} id="overview" aria-labelledby="verdict">
      <div class="verdict">
        <span class="glyph" aria-hidden="true">
          {verdictSymbols[verdict]}
        </span>
        <div>
          <p class="eyebrow">{t.title}</p>
          <h1 id="verdict" tabIndex={-1}>
            {t.verdict[verdict]}
          </h1>
          <p>{verdictSentence(report, t)}</p>
        </div>
      </div>
      <div class="tallies">
        {levels.map((level) => (
          <Tally key={level} level={level} />
        ))}
      </div>
      <Facts />
    </section>
  )
}
