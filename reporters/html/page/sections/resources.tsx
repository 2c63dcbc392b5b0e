import { usePage } from '../page-context.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { Preformatted } from '../parts/scrollable.tsx'
import { Section } from '../parts/section.tsx'

/** What the run created, and what is left of it with the commands that delete it. */
export function ResourceSection() {
  const { t, report } = usePage()
  const { created, peakServers, serverSeconds, leaked } = report.resources
  const figures: readonly (readonly [string, number])[] = [
    ...Object.entries(created),
    [t.peak, peakServers],
    [t.serverTime, serverSeconds],
  ]
  return (
    <Section id="resources" title={t.resources}>
      <dl class="figures">
        {figures.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {leaked.length > 0 && (
        <>
          <h3 class="warning">
            {t.leaked} <span class="count">{leaked.length}</span>
          </h3>
          <ul class="leaked">
            {leaked.map(({ kind, id, name = '', remove }) => (
              <li key={`${kind} ${id}`}>
                <p>
                  {kind} <code>{id}</code> {name}
                </p>
                <div class="curl">
                  <Preformatted text={remove} />
                  <CopyButton text={remove} />
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
