import type { Level } from '#model'
import { type DisplayStatus, displayStatus } from '../../../group-results.ts'
import { isFiltered, withoutFilters } from '../models/view-state.ts'
import { usePage } from '../page-context.ts'

const levels: readonly Level[] = ['must', 'should', 'may']

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, text: string])[]
  readonly onChoice: (value: string) => void
}

function Choice({ label, value, options, onChoice }: ChoiceProps) {
  const { t } = usePage()
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => onChoice(currentTarget.value)}>
      <option value="">
        {label}: {t.all}
      </option>
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  )
}

interface ToolbarProps {
  /** The number of requirements that the filters leave. */
  readonly shown: number
  readonly statuses: readonly DisplayStatus[]
}

/** Renders the filters: statuses, search, level, group, operation. */
export function Toolbar({ shown, statuses }: ToolbarProps) {
  const { t, state, change, report } = usePage()
  const { requirements } = report
  const counts = new Map<DisplayStatus, number>()
  for (const result of requirements) counts.set(displayStatus(result), (counts.get(displayStatus(result)) ?? 0) + 1)
  const named = (names: readonly string[]) => [...new Set(names)].sort().map((name) => [name, name] as const)
  const toggle = (status: string): void => {
    const { outcomes } = state
    change({ outcomes: outcomes.includes(status) ? outcomes.filter((each) => each !== status) : [...outcomes, status] })
  }
  return (
    <search class="toolbar" aria-label={t.filters}>
      <div class="chips">
        {statuses
          .filter((status) => counts.has(status) || state.outcomes.includes(status))
          .map((status) => (
            <button
              key={status}
              type="button"
              class={`chip ${status}`}
              aria-pressed={state.outcomes.includes(status)}
              onClick={() => toggle(status)}
            >
              <i aria-hidden="true" />
              {t.outcome[status]} <span class="number">{counts.get(status) ?? 0}</span>
            </button>
          ))}
      </div>
      <div class="fields">
        <input
          id="search"
          type="search"
          autocomplete="off"
          aria-label={t.search}
          placeholder={t.searchHint}
          value={state.query}
          onInput={({ currentTarget }) => change({ query: currentTarget.value }, 'replace')}
        />
        <Choice
          label={t.levelColumn}
          value={state.level}
          options={levels.map((level) => [level, t.level[level]])}
          onChoice={(value) => change({ level: levels.find((level) => level === value) ?? '' })}
        />
        <Choice
          label={t.group}
          value={state.group}
          options={named(requirements.map(({ group }) => group))}
          onChoice={(group) => change({ group })}
        />
        <Choice
          label={t.operation}
          value={state.operation}
          options={named(requirements.flatMap(({ operations }) => operations))}
          onChoice={(operation) => change({ operation })}
        />
        <button type="button" disabled={!isFiltered(state)} onClick={() => change(withoutFilters)}>
          {t.clear}
        </button>
        <output>
          <b>{shown}</b> / {requirements.length} {t.shown}
        </output>
      </div>
    </search>
  )
}
