import { useMemo } from 'preact/hooks'
import { formatDuration } from '../../../text/format.ts'
import { coverageRows, unseenStatuses } from '../models/coverage.ts'
import { usePage } from '../page-context.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'

const NameList = ({ title, names }: { readonly title: string; readonly names: readonly string[] }) =>
  names.length === 0 ? null : (
    <Disclosure
      summary={
        <>
          {title} <span class="count">{names.length}</span>
        </>
      }
    >
      {() => (
        <ul class="columns">
          {names.map((name) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </ul>
      )}
    </Disclosure>
  )

const Statuses = ({ statuses }: { readonly statuses: Readonly<Record<string, number>> }) => (
  <>
    {Object.entries(statuses).map(([status, count]) => (
      <span key={status} class="response">
        <span class={`status s${status.slice(0, 1)}`}>{status}</span>
        <small>×{count}</small>{' '}
      </span>
    ))}
  </>
)

const States = ({ names }: { readonly names: readonly string[] }) => (
  <>
    {names.map((name) => (
      <code class="tag" key={name}>
        {name}
      </code>
    ))}
  </>
)

/** Renders a share as a cell: complete, in part, or nothing to cover. */
function Share({ part }: { readonly part: { readonly seen: number; readonly documented: number } | undefined }) {
  if (!part || part.documented === 0) return <span class="muted">–</span>
  const { seen, documented } = part
  const incomplete = seen === 0 ? 'none' : 'partly'
  return (
    <span class={seen === documented ? 'whole' : incomplete}>
      {seen} / {documented}
    </span>
  )
}

/** Renders, for each documented operation, its coverage, its response times, and what was never observed. */
export function CoverageSection() {
  const { t, report } = usePage()
  const { coverage } = report
  const { properties, values, states, undocumentedProperties } = coverage
  const unseenStates = unseenStatuses(coverage)
  const rows = useMemo(() => coverageRows(report), [report])
  const unsent = rows.flatMap(({ operation, unsent: names }) => names.map((name) => `${operation} ${name}`))
  const share = properties.documented === 0 ? 0 : Math.round((100 * properties.seen) / properties.documented)
  return (
    <Section id="coverage" title={t.coverage}>
      <p>
        <label>
          {t.properties}: <b>{`${properties.seen} / ${properties.documented}`}</b>{' '}
          <progress max="100" value={share}>
            {share} %
          </progress>
        </label>
      </p>
      <p>
        {t.states}: <States names={states} />
      </p>
      {unseenStates.length > 0 && (
        <p>
          {t.page.statesUnseen}: <States names={unseenStates} />
        </p>
      )}
      <Table
        class="matrix"
        head={[
          t.operation,
          t.calls,
          t.responses,
          t.page.parameterColumn,
          t.page.propertyColumn,
          t.page.valueColumn,
          t.page.stateColumn,
          `${t.page.latency} p50`,
          'p95',
        ]}
        rows={rows.map(
          ({
            operation,
            calls,
            statuses,
            parameters,
            properties: own,
            values: ownValues,
            states: ownStates,
            p50,
            p95,
          }) => ({
            key: operation,
            cells: [
              <code>{operation}</code>,
              calls === 0 ? <span class="none">0</span> : calls,
              <Statuses statuses={statuses} />,
              <Share part={parameters} />,
              <Share part={own} />,
              <Share part={ownValues} />,
              <Share key="states" part={ownStates} />,
              calls === 0 ? '–' : formatDuration(p50),
              calls === 0 ? '–' : formatDuration(p95),
            ],
          }),
        )}
      />
      <NameList title={t.unseen} names={properties.unseen} />
      <NameList title={t.page.valuesUnseen} names={values?.unseen ?? []} />
      <NameList title={t.page.parametersUnsent} names={unsent} />
      <NameList title={t.undocumentedProperties} names={undocumentedProperties} />
    </Section>
  )
}
