import { editionOf } from '#results'
import { displayStatus, displayStatuses } from '../group-results.ts'
import { failureColour, verdictColour } from '../text/ansi.ts'
import { pad, wrap, wrapItems } from '../text/columns.ts'
import { durationWithPath } from '../text/duration-with-path.ts'
import { verdictSentence } from '../verdict-sentence.ts'
import { type ConsolePage, type Lines, paragraph } from './page.ts'

/**
 * Renders, per level, the number of requirements of each status, without zeros. Lines are filled before colours are
 * added.
 */
function countLines({ report, t, style, width }: ConsolePage): Lines {
  const included = report.requirements.filter(({ off }) => !off)
  return (['must', 'should', 'may'] as const).flatMap((level) => {
    const ofLevel = included.filter((result) => result.level === level)
    const items = displayStatuses.flatMap((status) => {
      const count = ofLevel.filter((result) => displayStatus(result) === status).length
      return count === 0 ? [] : [{ status, text: t.outcomeCount(count, t.outcome[status]) }]
    })
    const colours = { pass: 'green', fail: failureColour[level] } as const
    return wrapItems(items, width - 10).map((line, index) => {
      const texts = line.map(({ status, text }) =>
        status === 'pass' || status === 'fail' ? style(text, colours[status]) : text,
      )
      return `  ${pad(index === 0 ? t.level[level] : '', 8)}${texts.join(', ')}`
    })
  })
}

function factLines(page: ConsolePage): Lines {
  const { report, t } = page
  const { target, resources, requests } = report
  const created = Object.entries(resources.created).map(([kind, count]) => `${t.kindName(kind)} ${count}`)
  const run = [
    target.url,
    `${t.profile.toLowerCase()} ${target.profile}`,
    `${t.edition.toLowerCase()} ${editionOf(target)}`,
    t.requestCount(requests),
    durationWithPath(report, t),
  ]
  const used = [
    ...(created.length > 0
      ? [`${resources.leaked.length === 0 ? t.createdAndDeleted : t.created}: ${created.join(', ')}`]
      : []),
    ...(resources.peakServers > 0
      ? [`${t.peak}: ${resources.peakServers}`, `${t.serverTime}: ${resources.serverSeconds}`]
      : []),
  ]
  return [run.join(' · '), ...(used.length > 0 ? [used.join(' · ')] : [])].flatMap((fact) => paragraph(page, fact, 2))
}

/** Returns the counts, the figures of the run, and the verdict with its meaning. */
export function summary(page: ConsolePage): Lines {
  const { report, t, style, width } = page
  const { verdict } = report
  const name = t.verdict[verdict].toUpperCase()
  const [first = '', ...others] = wrap(`${name}  ${verdictSentence(report, t)}`, width)
  const verdictLine = style(name, verdictColour[verdict], 'bold') + first.slice(name.length)
  return ['', ...countLines(page), '', ...factLines(page), '', verdictLine, ...others]
}
