import { useMemo } from 'preact/hooks'
import type { Report, RequirementResult } from '#results'
import { displayStatus, displayStatuses, groupByReason, groupResults } from '../../../group-results.ts'
import type { Messages } from '../../../i18n/index.ts'
import { filterRequirements } from '../models/filter.ts'
import { isFiltered } from '../models/view-state.ts'
import { usePage } from '../page-context.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { RequirementRow } from '../parts/requirement-row.tsx'
import { Section } from '../parts/section.tsx'
import { Toolbar } from '../parts/toolbar.tsx'

/** Requirements with the same reason. */
interface Part {
  readonly reason: string
  readonly results: readonly RequirementResult[]
}

interface Group {
  readonly title: string
  readonly results: readonly RequirementResult[]
  /** The group by reason, the most frequent first. Absent where each requirement has its own. */
  readonly parts?: readonly Part[]
  /** Whether the group is open without being asked for. */
  readonly isOpen?: boolean
}

/**
 * Groups requirements by reason. One that lacks several things is listed under the first, because its id is unique in
 * the page.
 */
function partsOf(results: readonly RequirementResult[]): readonly Part[] {
  const listed = new Set<string>()
  return groupByReason(results).flatMap(([reason, members]) => {
    const own = members.filter(({ id }) => !listed.has(id))
    for (const { id } of own) listed.add(id)
    return own.length === 0 ? [] : [{ reason, results: own }]
  })
}

/** Groups undecided requirements by their cause. */
function partsByCause(results: readonly RequirementResult[], { causes }: Report, t: Messages): readonly Part[] {
  return causes.flatMap(({ requirement, reason, blocks }) => {
    const own = results.filter(({ id }) => blocks.includes(id))
    const title = requirement === undefined ? reason : `${requirement}: ${t.sentence(reason)}`
    return own.length === 0 ? [] : [{ reason: title, results: own }]
  })
}

/** Groups the requirements in the order in which a reader needs them: failures first, passes last. */
function groupsOf(results: readonly RequirementResult[], report: Report, t: Messages): readonly Group[] {
  const groups = groupResults(results)
  const { inconclusive, skipped, unobserved, off } = groups
  const passed = results.filter((result) => displayStatus(result) === 'pass')
  const all: readonly Group[] = [
    { title: t.failedMusts, results: groups.failedMusts, isOpen: true },
    { title: t.failedShoulds, results: groups.failedShoulds, isOpen: true },
    { title: t.unsettled, results: groups.unsettled, isOpen: true },
    { title: t.page.inconclusive, results: inconclusive, parts: partsByCause(inconclusive, report, t), isOpen: true },
    { title: t.waived, results: groups.waived },
    { title: t.known, results: groups.known },
    { title: t.skipped, results: skipped, parts: partsOf(skipped), isOpen: true },
    { title: t.unobserved, results: unobserved, parts: partsOf(unobserved) },
    { title: t.page.passed, results: passed },
    { title: t.off, results: off, parts: partsOf(off) },
  ]
  return all.filter((group) => group.results.length > 0)
}

const Rows = ({ results }: { readonly results: readonly RequirementResult[] }) => (
  <>
    {results.map((result) => (
      <RequirementRow key={result.id} result={result} />
    ))}
  </>
)

/** Renders one reason, folded to the number of requirements that have it. */
function PartView({ reason, results, isOpen }: Part & { readonly isOpen: boolean }) {
  const { t, state } = usePage()
  const startsOpen = isOpen || results.some(({ id }) => state.open.includes(id))
  return (
    <Disclosure
      key={`${startsOpen}`}
      class="reason"
      startsOpen={startsOpen}
      summary={
        <>
          <span class="count">{results.length}</span>
          <span class="text">{t.sentence(reason) || results.map(({ id }) => id).join(', ')}</span>
        </>
      }
    >
      {() => <Rows results={results} />}
    </Disclosure>
  )
}

function RequirementGroup({ title, results, parts, isOpen = false }: Group) {
  const { state } = usePage()
  const isAsked = isFiltered(state) || results.some(({ id }) => state.open.includes(id))
  return (
    <Disclosure
      key={`${isAsked}`}
      class="group"
      startsOpen={isOpen || isAsked}
      summary={
        <h3>
          {title} <span class="count">{results.length}</span>
        </h3>
      }
    >
      {() =>
        parts?.map((part) => <PartView key={part.reason} {...part} isOpen={isFiltered(state)} />) ?? (
          <Rows results={results} />
        )
      }
    </Disclosure>
  )
}

/** Renders the requirements that the filters leave, in groups that can be folded. */
export function RequirementSection() {
  const { t, state, report } = usePage()
  const { outcomes, level, group, operation, query } = state
  const shown = useMemo(
    () => filterRequirements(report.requirements, state),
    [report, outcomes, level, group, operation, query],
  )
  return (
    <Section id="requirements" title={t.requirements} count={report.requirements.length}>
      <Toolbar shown={shown.length} statuses={[...displayStatuses, 'off']} />
      {groupsOf(shown, report, t).map((each) => (
        <RequirementGroup key={each.title} {...each} />
      ))}
      {shown.length === 0 && <p class="muted">{t.noMatch}</p>}
    </Section>
  )
}
