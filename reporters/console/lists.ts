import type { Cause, RequirementResult } from '#results'
import { groupByReason } from '../group-results.ts'
import { leftoverGroups, leftoverLabel } from '../leftovers.ts'
import { symbols } from '../text/ansi.ts'
import { wrap } from '../text/columns.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { bulletPoint, type ConsolePage, heading, type Lines, paragraph } from './page.ts'

/** Contested statements listed before the others are counted. A conformant run should fit on one screen. */
const maxContested = 6

/** Requirement ids listed per reason before the others are counted. */
const maxIds = 4

function formatIds(ids: readonly string[]): string {
  const others = ids.length - maxIds
  return `${ids.slice(0, maxIds).join(', ')}${others > 0 ? ` +${others}` : ''}`
}

/** Returns the causes of undecided requirements: how many, the violated requirement, the reason, and some of their ids. */
export function causeList(page: ConsolePage): Lines {
  const { report, t, style } = page
  const { causes, requirements } = report
  if (causes.length === 0) return []
  const failed = new Set<string>(requirements.flatMap(({ id, outcome }) => (outcome === 'fail' ? id : [])))
  const lines = ({ requirement, reason, blocks }: Cause): Lines => {
    const count = blocks.length
    const title = requirement === undefined ? t.blocked(count) : t.blockedBy(count, requirement)
    const symbol =
      requirement !== undefined && failed.has(requirement)
        ? style(symbols.fail, 'red')
        : style(symbols.inconclusive, 'yellow')
    return [
      `${symbol} ${title}`,
      ...paragraph(page, t.sentence(reason), 4),
      ...paragraph(page, formatIds(blocks), 4).map((line) => style(line, 'dim')),
    ]
  }
  return [...heading(page, t.causes, causes.length), ...causes.flatMap(lines)]
}

/** Renders reasons, each with the number of requirements and some of their ids. */
export function reasonList(page: ConsolePage, title: string, results: readonly RequirementResult[]): Lines {
  if (results.length === 0) return []
  const lines = ([reason, members]: readonly [string, readonly RequirementResult[]]): Lines => {
    const ids = formatIds(members.map(({ id }) => id))
    return [
      ...wrap(`${members.length} × ${sanitizeLine(page.t.sentence(reason)) || ids}`, page.width - 2).map(
        (line, index) => `  ${index > 0 ? '    ' : ''}${line}`,
      ),
      ...(reason === '' ? [] : paragraph(page, ids, 6).map((line) => page.style(line, 'dim'))),
    ]
  }
  return [...heading(page, title, results.length), ...groupByReason(results).flatMap(lines)]
}

/** Renders the contested statements with the interpretation that the target follows. */
export function contestedList(page: ConsolePage): Lines {
  const contested = page.report.requirements.filter(({ variant, off }) => variant !== undefined && !off)
  if (contested.length === 0) return []
  const idWidth = Math.max(...contested.map(({ id }) => id.length)) + 2
  const others = contested.length - maxContested
  return [
    ...heading(page, page.t.contested, contested.length),
    ...contested
      .slice(0, maxContested)
      .map(({ id, variant = '' }) => `  ${id.padEnd(idWidth)}${sanitizeLine(variant)}`),
    ...(others > 0 ? [`  + ${page.t.more(others)}`] : []),
  ]
}

/** Returns the notes of the run. */
export function noteList(page: ConsolePage): Lines {
  const { notes = [] } = page.report
  if (notes.length === 0) return []
  return [
    ...heading(page, page.t.notes, notes.length),
    ...notes.flatMap((note) => bulletPoint(page, '*', page.t.sentence(note))),
  ]
}

/** Returns the errors of the run. */
export function errorList(page: ConsolePage): Lines {
  const { errors } = page.report
  if (errors.length === 0) return []
  const title = page.style(`${page.t.errors} (${errors.length})`, 'yellow', 'bold')
  return ['', title, ...errors.flatMap((error) => bulletPoint(page, '!', page.t.sentence(error)))]
}

/** Renders the leftover resources, each with the command that deletes it. */
export const leakedList = (page: ConsolePage): Lines =>
  leftoverGroups(page.report.resources.leaked, page.t).flatMap(({ title, resources }) => [
    ...heading(page, title, resources.length),
    ...resources.flatMap((one) => [
      `  ${page.style(page.t.kindName(one.kind), 'yellow')} ${sanitizeLine(leftoverLabel(one))}`,
      `    ${sanitizeLine(one.remove)}`,
    ]),
  ])
