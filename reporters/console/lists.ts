import type { RequirementResult } from '#results'
import { groupByReason } from '../group-results.ts'
import { wrap } from '../text/columns.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { bulletPoint, type ConsolePage, heading, type Lines, paragraph } from './page.ts'

/** Contested statements listed before the others are counted. A conformant run should fit on one screen. */
const maxContested = 6

/** Requirement ids listed per reason before the others are counted. */
const maxIds = 4

function formatIds(results: readonly RequirementResult[]): string {
  const ids = results.slice(0, maxIds).map(({ id }) => id)
  const others = results.length - ids.length
  return `${ids.join(', ')}${others > 0 ? ` +${others}` : ''}`
}

/** Reasons, each with the number of requirements and some of their ids. */
export function reasonList(page: ConsolePage, title: string, results: readonly RequirementResult[]): Lines {
  if (results.length === 0) return []
  const lines = ([reason, members]: readonly [string, readonly RequirementResult[]]): Lines => [
    ...wrap(`${members.length} × ${sanitizeLine(reason) || formatIds(members)}`, page.width - 2).map(
      (line, index) => `  ${index > 0 ? '    ' : ''}${line}`,
    ),
    ...(reason === '' ? [] : paragraph(page, formatIds(members), 6).map((line) => page.style(line, 'dim'))),
  ]
  return [...heading(page, title, results.length), ...groupByReason(results).flatMap(lines)]
}

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

export function noteList(page: ConsolePage): Lines {
  const { notes = [] } = page.report
  if (notes.length === 0) return []
  return [...heading(page, page.t.notes, notes.length), ...notes.flatMap((note) => bulletPoint(page, '*', note))]
}

export function errorList(page: ConsolePage): Lines {
  const { errors } = page.report
  if (errors.length === 0) return []
  const title = page.style(`${page.t.errors} (${errors.length})`, 'yellow', 'bold')
  return ['', title, ...errors.flatMap((error) => bulletPoint(page, '!', error))]
}

/** Leftover resources, each with the command that deletes it. */
export function leakedList(page: ConsolePage): Lines {
  const { leaked } = page.report.resources
  if (leaked.length === 0) return []
  return [
    ...heading(page, page.t.leaked, leaked.length),
    ...leaked.flatMap(({ kind, id, name, remove }) => [
      `  ${page.style(kind, 'yellow')} ${sanitizeLine(name === undefined ? id : `${id} ${name}`)}`,
      `    ${sanitizeLine(remove)}`,
    ]),
  ]
}
