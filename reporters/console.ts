import { isExempt, type Report, type RequirementResult } from '#results'
import { findingDetails, type DetailRow } from './finding-details.ts'
import {
  displayStatus,
  displayStatuses,
  exemptionText,
  formatDuration,
  groupByReason,
  groupResults,
  type RenderOptions,
  type ResultGroups,
} from './group-results.ts'
import { type Messages, messages } from './i18n/messages.ts'
import { failureColour, type Style, createStyle, symbols, verdictColour } from './text/ansi.ts'
import { displayWidth, pad, wrap, wrapItems } from './text/columns.ts'
import { sanitizeLine } from './text/sanitize.ts'

interface Page {
  readonly report: Report
  readonly lang: 'en' | 'ko'
  readonly say: Messages
  readonly paint: Style
  readonly width: number
}

type Lines = readonly string[]

/** How many contested statements are told here: a run in which all is well should fit the screen. */
const variantsShown = 6

/** How many ids are named before the rest is counted. */
const idsNamed = 4

/** Rows of label and value. Values are wrapped under themselves, save those meant for copying. */
function rows(page: Page, entries: readonly DetailRow[]): Lines {
  const margin = Math.max(...entries.map(([label]) => displayWidth(label))) + 2
  return entries.flatMap(([label, value, copy]) => {
    const [first = '', ...rest] = copy ? [value] : wrap(value, page.width - margin - 2)
    return [`  ${page.paint(pad(label, margin), 'dim')}${first}`, ...rest.map((line) => ' '.repeat(margin + 2) + line)]
  })
}

/** A broken must: the first finding in full, the others by their sentence. */
function failure(page: Page, result: RequirementResult): Lines {
  const [first, ...others] = result.findings
  if (!first) return []
  const { paint, say, width } = page
  const [head = '', ...tail] = wrap(sanitizeLine(first.message), width - 2)
  const also = others.flatMap(({ message }) =>
    wrap(sanitizeLine(message), width - 6).map((line, at) => `  ${at ? ' ' : '+'} ${line}`),
  )
  return [
    '',
    `${paint(symbols.fail, 'red', 'bold')} ${paint(head, 'bold')}`,
    ...tail.map((line) => `  ${paint(line, 'bold')}`),
    '',
    ...rows(page, findingDetails(page.report, result, first, page.lang)),
    ...(also.length > 0 ? ['', ...also] : []),
    ...(result.more ? [`  + ${say.more(result.more)}`] : []),
  ]
}

const heading = (page: Page, title: string, count: number): Lines => ['', page.paint(`${title} (${count})`, 'bold')]

function oneLiners(page: Page, title: string, results: readonly RequirementResult[]): Lines {
  if (results.length === 0) return []
  const line = ({ id, level, outcome, reason, findings, more = 0 }: RequirementResult): Lines => {
    const rest = findings.length - 1 + more
    const told = sanitizeLine(findings[0]?.message ?? reason ?? '') + (rest > 0 ? ` (+${rest})` : '')
    const mark = page.paint(symbols[outcome], outcome === 'fail' ? failureColour[level] : 'yellow')
    return [`${mark} ${id}`, ...wrap(told, page.width - 4).map((part) => `    ${part}`)]
  }
  return [...heading(page, title, results.length), ...results.flatMap(line)]
}

/** Names a few ids and counts the rest. */
const ids = (results: readonly RequirementResult[]): string => {
  const named = results.slice(0, idsNamed).map(({ id }) => id)
  const rest = results.length - named.length
  return `${named.join(', ')}${rest > 0 ? ` +${rest}` : ''}`
}

function grouped(page: Page, title: string, results: readonly RequirementResult[]): Lines {
  if (results.length === 0) return []
  const group = ([reason, members]: readonly [string, readonly RequirementResult[]]): Lines => [
    ...wrap(`${members.length} × ${sanitizeLine(reason) || ids(members)}`, page.width - 2).map(
      (line, at) => `  ${at ? '    ' : ''}${line}`,
    ),
    ...(reason === '' ? [] : wrap(ids(members), page.width - 6).map((line) => page.paint(`      ${line}`, 'dim'))),
  ]
  return [...heading(page, title, results.length), ...groupByReason(results).flatMap(group)]
}

/** Accepted failures: which, and why that is so. */
function accepted(page: Page, title: string, results: readonly RequirementResult[]): Lines {
  if (results.length === 0) return []
  const { paint, say, width } = page
  const line = (result: RequirementResult): Lines => [
    `${paint(symbols[displayStatus(result)], 'yellow')} ${result.id}`,
    ...wrap(sanitizeLine(result.findings[0]?.message ?? ''), width - 4).map((part) => `    ${part}`),
    ...wrap(sanitizeLine(exemptionText(result, say.until)), width - 4).map((part) => paint(`    ${part}`, 'dim')),
  ]
  return [...heading(page, title, results.length), ...results.flatMap(line)]
}

function notes(page: Page): Lines {
  const { notes: told = [] } = page.report
  if (told.length === 0) return []
  const lines = told.flatMap((text) =>
    wrap(sanitizeLine(text), page.width - 4).map((line, at) => `  ${at ? ' ' : '*'} ${line}`),
  )
  return [...heading(page, page.say.notes, told.length), ...lines]
}

function contested(page: Page): Lines {
  const known = page.report.requirements.filter(({ variant, off }) => variant !== undefined && !off)
  if (known.length === 0) return []
  const margin = Math.max(...known.map(({ id }) => id.length)) + 2
  return [
    ...heading(page, page.say.contested, known.length),
    ...known.slice(0, variantsShown).map(({ id, variant = '' }) => `  ${id.padEnd(margin)}${sanitizeLine(variant)}`),
    ...(known.length > variantsShown ? [`  + ${page.say.more(known.length - variantsShown)}`] : []),
  ]
}

function leaked(page: Page): Lines {
  const { say, report, paint } = page
  if (report.resources.leaked.length === 0) return []
  return [
    ...heading(page, say.leaked, report.resources.leaked.length),
    ...report.resources.leaked.flatMap(({ kind, id, name, remove }) => [
      `  ${paint(kind, 'yellow')} ${sanitizeLine(name === undefined ? id : `${id} ${name}`)}`,
      `    ${sanitizeLine(remove)}`,
    ]),
  ]
}

function errors({ report, say, paint, width }: Page): Lines {
  if (report.errors.length === 0) return []
  const told = report.errors.flatMap((text) =>
    wrap(sanitizeLine(text), width - 4).map((line, at) => `  ${at ? ' ' : '!'} ${line}`),
  )
  return ['', paint(`${say.errors} (${report.errors.length})`, 'yellow', 'bold'), ...told]
}

/** What was found at each level, passes first. Zeroes are left out. Widths are measured before colour is put on. */
function figures({ report, say, paint, width }: Page): Lines {
  const asked = report.requirements.filter(({ off }) => !off)
  return (['must', 'should', 'may'] as const).flatMap((level) => {
    const of = asked.filter((result) => result.level === level)
    const counts = displayStatuses.flatMap((name) => {
      const count = of.filter((result) => displayStatus(result) === name).length
      return count === 0 ? [] : [{ name, text: `${count} ${say.outcome[name]}` }]
    })
    const colour = { pass: 'green', fail: failureColour[level] } as const
    return wrapItems(counts, width - 10).map((row, at) => {
      const told = row.map(({ name, text }) => (name === 'pass' || name === 'fail' ? paint(text, colour[name]) : text))
      return `  ${pad(at === 0 ? say.level[level] : '', 8)}${told.join(', ')}`
    })
  })
}

function summary(page: Page): Lines {
  const { report, say, paint, width } = page
  const { target, resources, verdict, requests, durationMs } = report
  const made = Object.entries(resources.created).map(([kind, count]) => `${kind} ${count}`)
  const spent = [`${say.created}: ${made.join(', ') || say.nothing}`]
  if (resources.peakServers > 0)
    spent.push(`${say.peak}: ${resources.peakServers}`, `${say.serverTime}: ${resources.serverSeconds}`)
  const where = `${target.url} · ${say.profile.toLowerCase()} ${target.profile}`
  const how = `${requests} ${say.requests.toLowerCase()} · ${formatDuration(durationMs)}`
  const name = say.verdict[verdict].toUpperCase()
  const excused = report.requirements.filter((result) => !result.off && isExempt(result)).length
  const told = [`${where} · ${how}`, spent.join(' · '), ...(excused > 0 ? [say.accepted(excused)] : [])]
  const facts = told.flatMap((text) => wrap(sanitizeLine(text), width - 2))
  const [first = '', ...meaning] = wrap(`${name}  ${say.meaning[verdict]}`, width)
  return [
    '',
    ...figures(page),
    '',
    ...facts.map((line) => `  ${line}`),
    '',
    paint(name, verdictColour[verdict], 'bold') + first.slice(name.length),
    ...meaning,
  ]
}

function lists(page: Page, every: ResultGroups): Lines {
  const { failedMusts, failedShoulds, undecided, skipped, unobserved, waived, known } = every
  const { say } = page
  return [
    ...failedMusts.flatMap((result) => failure(page, result)),
    ...oneLiners(page, say.failedShoulds, failedShoulds),
    ...oneLiners(page, say.undecided, undecided),
    ...accepted(page, say.waived, waived),
    ...accepted(page, say.known, known),
    ...grouped(page, say.skipped, skipped),
    ...grouped(page, say.unobserved, unobserved),
  ]
}

/**
 * A run for the terminal: every broken must with all one needs to see it again, everything else as briefly as can be, and the
 * verdict last, since the last line is what stays on the screen.
 */
export function renderConsole(report: Report, { lang, colour = false, width = 100 }: RenderOptions): string {
  const page: Page = { report, lang, say: messages[lang], paint: createStyle(colour), width: Math.max(width, 40) }
  const lines = [
    ...lists(page, groupResults(report.requirements)),
    ...contested(page),
    ...notes(page),
    ...errors(page),
    ...leaked(page),
    ...summary(page),
  ]
  return `${lines.join('\n').trimStart()}\n`
}
