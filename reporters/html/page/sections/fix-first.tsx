import { useState } from 'preact/hooks'
import { groupByReason, groupResults } from '../../../group-results.ts'
import { type Repair, repairsOf } from '../models/fix-first.ts'
import { withoutFilters } from '../models/view-state.ts'
import { usePage } from '../page-context.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { RequirementLink, RequirementLinks } from '../parts/requirement-link.tsx'
import { Section } from '../parts/section.tsx'
import { bringIntoView } from '../use-view-state.ts'

/** Entries shown before the others are asked for. */
const shownAtFirst = 5

function RepairItem({ requirement, reason, blocks }: Repair) {
  const { t, state } = usePage()
  return (
    <li>
      {requirement && (
        <p class="claim">
          <b>{requirement.text[state.lang]}</b>{' '}
          <span class={`level ${requirement.level}`}>{t.level[requirement.level]}</span>
        </p>
      )}
      <p class="message">{t.sentence(reason)}</p>
      {!requirement && <p class="hint">{t.page.notAttributed}</p>}
      {requirement && <RequirementLink id={requirement.id} />}
      {blocks.length > 0 && (
        <Disclosure summary={<span class="blocks">{t.page.blocks(blocks.length)}</span>}>
          {() => <RequirementLinks ids={blocks} />}
        </Disclosure>
      )}
    </li>
  )
}

const Sentences = ({
  id,
  title,
  texts,
}: {
  readonly id: string
  readonly title: string
  readonly texts: readonly string[]
}) => {
  const { t } = usePage()
  if (texts.length === 0) return null
  return (
    <Section id={id} title={title} count={texts.length}>
      <ul class="sentences">
        {texts.map((text) => (
          <li key={text}>{t.sentence(text)}</li>
        ))}
      </ul>
    </Section>
  )
}

/** Renders the missing capabilities of mandatory requirements, with the lines that configure them. */
function ToConfigure() {
  const { t, report, change } = usePage()
  const skipped = groupResults(report.requirements).skipped.filter(({ level }) => level === 'must')
  if (skipped.length === 0) return null
  const show = (): void => {
    change({ ...withoutFilters, outcomes: ['skipped'], level: 'must' })
    bringIntoView('requirements')
  }
  return (
    <Section id="configure" title={t.page.toConfigure} count={skipped.length}>
      <ul class="sentences">
        {groupByReason(skipped).map(([reason, members]) => (
          <li key={reason}>
            {t.sentence(reason)} <span class="count">{members.length}</span>
          </li>
        ))}
      </ul>
      <button type="button" onClick={show}>
        {t.page.showAll(skipped.length)}
      </button>
    </Section>
  )
}

/** Renders the section with repairs, errors of the run, missing configuration, and notes. */
export function FixFirst() {
  const { t, report } = usePage()
  const [showsAll, setShowsAll] = useState(false)
  const repairs = repairsOf(report)
  return (
    <>
      <Sentences id="errors" title={t.errors} texts={report.errors} />
      {repairs.length > 0 && (
        <Section id="fix-first" title={t.page.fixFirst} count={repairs.length} hint={t.page.fixFirstHint}>
          <ol class="repairs">
            {repairs.slice(0, showsAll ? repairs.length : shownAtFirst).map((repair) => (
              <RepairItem key={repair.requirement?.id ?? repair.reason} {...repair} />
            ))}
          </ol>
          {!showsAll && repairs.length > shownAtFirst && (
            <button type="button" onClick={() => setShowsAll(true)}>
              {t.page.showAll(repairs.length)}
            </button>
          )}
        </Section>
      )}
      <ToConfigure />
      <Sentences id="notes" title={t.notes} texts={report.notes ?? []} />
    </>
  )
}
