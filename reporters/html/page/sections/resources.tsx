import { Fragment } from 'preact'
import { leftoverGroups, leftoverLabel } from '../../../leftovers.ts'
import { usePage } from '../page-context.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { Preformatted } from '../parts/scrollable.tsx'
import { Section } from '../parts/section.tsx'

/** Renders the resources that the run created, and leftovers with the commands that delete them. */
export function ResourceSection() {
  const { t, report } = usePage()
  const { created, peakServers, serverSeconds, leaked } = report.resources
  const figures: readonly (readonly [string, number])[] = [
    ...Object.entries(created).map(([kind, count]) => [t.kindName(kind), count] as const),
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
      {leftoverGroups(leaked, t).map(({ title, resources }) => (
        <Fragment key={title}>
          <h3 class="warning">
            {title} <span class="count">{resources.length}</span>
          </h3>
          <ul class="leaked">
            {resources.map((one) => (
              <li key={`${one.kind} ${leftoverLabel(one)}`}>
                <p>
                  {t.kindName(one.kind)} <code>{leftoverLabel(one)}</code>
                </p>
                <div class="curl">
                  <Preformatted text={one.remove} />
                  <CopyButton text={one.remove} />
                </div>
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </Section>
  )
}
