import { useMemo } from 'preact/hooks'
import { formatDuration } from '../../../text/format.ts'
import { lastChain, longestTests, rangeOf, serverRows, type TimelineRow, ticks } from '../models/timeline.ts'
import { usePage } from '../page-context.ts'
import { Section } from '../parts/section.tsx'

/** Tests listed below the servers. */
const maxTests = 15

/** Statuses with a colour of their own; the others share one. */
const coloured: readonly string[] = [
  'BUILD',
  'ACTIVE',
  'SHUTOFF',
  'REBOOT',
  'HARD_REBOOT',
  'RESIZE',
  'VERIFY_RESIZE',
  'ERROR',
  'DELETED',
]

const statusClass = (kind: string): string => `bar-${kind.toLowerCase().replaceAll('_', '-')}`

/** Renders a label, a bar, and how long it took. The bar is described by its parts. */
function Row({ label, bars, ms }: TimelineRow) {
  const parts = [...new Set(bars.map(({ kind }) => kind).filter((kind) => kind !== 'test' && kind !== 'wait'))]
  return (
    <li>
      <span class="label" title={label}>
        {label}
      </span>
      <span class="track" role="img" aria-label={`${label}: ${[...parts, formatDuration(ms)].join(', ')}`}>
        {bars.map(({ left, width, kind }, index) => (
          <i key={index} class={statusClass(kind)} style={{ left: `${left}%`, width: `${width}%` }} title={kind} />
        ))}
      </span>
      <span class="took">{formatDuration(ms)}</span>
    </li>
  )
}

const Tests = ({ title, rows }: { readonly title: string; readonly rows: readonly TimelineRow[] }) =>
  rows.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <ul class="timeline tests">
        {rows.map((row) => (
          <Row {...row} key={row.key} />
        ))}
      </ul>
    </>
  )

/** Renders when the servers of the run existed, in which status, and the tests that took longest. */
export function TimelineSection() {
  const { t, report, servers } = usePage()
  const range = useMemo(() => rangeOf(report), [report])
  const rows = useMemo(() => serverRows(servers, range), [servers, range])
  const tests = useMemo(() => longestTests(report, range, maxTests), [report, range])
  const chain = useMemo(() => lastChain(report, range), [report, range])
  const statuses = new Set(rows.flatMap(({ bars }) => bars.map(({ kind }) => kind)))
  const others = [...statuses].filter((status) => !coloured.includes(status))
  return (
    <Section id="timeline" title={t.page.timeline} hint={t.page.timelineHint}>
      {rows.length === 0 && <p class="muted">{t.page.noTimeline}</p>}
      {rows.length > 0 && (
        <>
          <ul class="legend">
            {coloured
              .filter((status) => statuses.has(status))
              .map((status) => (
                <li key={status}>
                  <i class={statusClass(status)} aria-hidden="true" />
                  {status}
                </li>
              ))}
            {others.length > 0 && (
              <li>
                <i aria-hidden="true" />
                {others.join(', ')}
              </li>
            )}
          </ul>
          <div class="axis" aria-hidden="true">
            {ticks(range).map((ms) => (
              <span key={ms}>{formatDuration(ms)}</span>
            ))}
          </div>
          <ul class="timeline">
            {rows.map((row) => (
              <Row {...row} key={row.key} />
            ))}
          </ul>
        </>
      )}
      <Tests title={t.page.lastChain} rows={chain} />
      <Tests title={t.page.longestTests} rows={tests} />
    </Section>
  )
}
