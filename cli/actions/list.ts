import {
  type AppliedProfile,
  contractRequirementIds,
  editionEntries,
  type Requirement,
  requirements,
  selects,
  sourceIn,
  statementsIn,
  suitesVerifying,
  unobservable,
} from '#contract'
import { UsageError } from '#engine/errors'
import { didYouMean } from '#engine/input'
import { checkPatterns, profileIn } from '#engine/target'
import { type Basis, type Edition, operationIds } from '#model'
import type { Language } from '../options.ts'

export interface ListFlags {
  readonly format: 'table' | 'json' | 'markdown'
  readonly untested?: boolean
  /** Ids with wildcards; none selects all. */
  readonly patterns?: readonly string[]
  readonly operation?: readonly string[]
  readonly level?: string
  readonly profile: string
  readonly edition?: string
  readonly lang: Language
}

interface RequirementRow {
  readonly requirement: Requirement
  /** The level in the profile, or `off`. */
  readonly level: string
  /** `contract`, `suites`, both joined by a plus sign, or `nothing`. */
  readonly verifiedBy: string
}

/** Returns the requirement with its basis, its place and its statements in one edition. */
function inEdition(requirement: Requirement, basis: Basis, edition: Edition): Requirement {
  const { source: _, ...others } = requirement
  const source = sourceIn(requirement, edition)
  return { ...others, basis, statements: statementsIn(requirement, edition), ...(source && { source }) }
}

function requirementRows(profile: AppliedProfile): RequirementRow[] {
  const { edition } = profile
  const ofEdition = requirements.filter(({ editions }) => editions.includes(edition))
  return ofEdition.map((requirement) => {
    const { id } = requirement
    const change = profile.changes.find((candidate) => candidate.requirement === id)
    const { basis } = { ...requirement, ...change }
    const verifiedBy = [
      ...(contractRequirementIds.has(id) ? ['contract'] : []),
      ...(suitesVerifying(id).length > 0 ? ['suites'] : []),
    ]
    return {
      requirement: inEdition(requirement, basis, edition),
      level: change?.off ? 'off' : (change?.level ?? requirement.level),
      verifiedBy: verifiedBy.join('+') || 'nothing',
    }
  })
}

const formatTable = (rows: readonly RequirementRow[], lang: Language): string =>
  rows
    .map(
      ({ requirement: { id, text, basis }, level, verifiedBy }) =>
        `${id.padEnd(44)} ${level.padEnd(6)} ${basis.padEnd(10)} ${verifiedBy.padEnd(15)} ${text[lang]}`,
    )
    .join('\n')

const escapeCell = (text: string): string => text.replaceAll('|', '\\|')

const formatMarkdown = (rows: readonly RequirementRow[], lang: Language): string =>
  [
    '| requirement | level | basis | verified by | statement | source |',
    '|---|---|---|---|---|---|',
    ...rows.map(({ requirement: { id, text, basis, source }, level, verifiedBy }) => {
      const place = source ? `${source.section} (${source.lines})` : ''
      return `| \`${id}\` | ${level} | ${basis} | ${verifiedBy} | ${escapeCell(text[lang])} | ${place} |`
    }),
  ].join('\n')

const formatJson = (rows: readonly RequirementRow[]): string =>
  JSON.stringify(
    rows.map(({ requirement, level, verifiedBy }) => ({ ...requirement, level, verifiedBy })),
    null,
    2,
  )

function unverifiedNote(edition: Edition): string {
  const reasons = editionEntries[edition].unverified
  if (reasons.length === 0)
    return `${unobservable.length} statements of the document cannot be observed over HTTP; requirements/document/unobservable.yaml has the reasons.`
  const countOf = (isPending: boolean) =>
    reasons.filter((each) => (each.isPending ?? false) === isPending).flatMap((each) => each.statements).length
  return `${countOf(false)} statements cannot be verified, and ${countOf(true)} are not verified yet; requirements/editions/${edition}/unverified.yaml has the reasons.`
}

/** Tells whether a row is asked for. Throws a UsageError for a pattern or an operation that no requirement of any edition has. */
function rowFilter({ untested, patterns = [], operation = [], level }: ListFlags): (row: RequirementRow) => boolean {
  checkPatterns('list', patterns)
  const unknown = operation.find((each) => !operationIds.some((id) => id === each))
  if (unknown !== undefined)
    throw new UsageError(`--operation ${unknown}: no such operation${didYouMean(unknown, operationIds)}`, {
      hint: `Operations are ${operationIds.join(', ')}.`,
    })
  return (row) => {
    const { id, operations } = row.requirement
    if (untested && row.verifiedBy !== 'nothing') return false
    if (level !== undefined && row.level !== level) return false
    if (operation.length > 0 && !operations.some((each) => operation.includes(each))) return false
    return patterns.length === 0 || patterns.some((pattern) => selects(pattern, id))
  }
}

/** Returns the rows of the requirement register that are asked for, as text. */
export function list(flags: ListFlags): string {
  const { format, untested: onlyUntested, profile: name, edition, lang } = flags
  const profile = profileIn(name, edition)
  const rows = requirementRows(profile).filter(rowFilter(flags))
  if (format === 'json') return formatJson(rows)
  if (onlyUntested && format === 'table') return rows.map(({ requirement: { id } }) => id).join('\n')
  const body = format === 'markdown' ? formatMarkdown(rows, lang) : formatTable(rows, lang)
  const note = `${rows.length} requirement${rows.length === 1 ? '' : 's'} of edition ${profile.edition}. ${unverifiedNote(profile.edition)}`
  return `${body}\n\n${note}`
}
