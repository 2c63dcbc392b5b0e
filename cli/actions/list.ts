import { contractRequirementIds, type Requirement, requirements, suitesVerifying, unobservable } from '#contract'
import { profileNamed } from '#engine/target'
import type { Language } from '../options.ts'

export interface ListFlags {
  readonly format: 'table' | 'json' | 'markdown'
  readonly untested?: boolean
  readonly profile: string
  readonly lang: Language
}

interface RequirementRow {
  readonly requirement: Requirement
  /** The level in the profile, or `off`. */
  readonly level: string
  /** `contract`, `suites`, both joined by a plus sign, or `nothing`. */
  readonly verifiedBy: string
}

function requirementRows(profileName: string): RequirementRow[] {
  const profile = profileNamed(profileName)
  return requirements.map((requirement) => {
    const { id } = requirement
    const change = profile.changes.find((candidate) => candidate.requirement === id)
    const verifiedBy = [
      ...(contractRequirementIds.has(id) ? ['contract'] : []),
      ...(suitesVerifying(id).length > 0 ? ['suites'] : []),
    ]
    return {
      requirement,
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

/** The requirement register as text; with `untested`, only what nothing verifies. */
export function list({ format, untested: onlyUntested, profile, lang }: ListFlags): string {
  const rows = requirementRows(profile).filter(({ verifiedBy }) => !onlyUntested || verifiedBy === 'nothing')
  if (format === 'json') return formatJson(rows)
  if (onlyUntested && format === 'table') return rows.map(({ requirement: { id } }) => id).join('\n')
  const body = format === 'markdown' ? formatMarkdown(rows, lang) : formatTable(rows, lang)
  const note = `${rows.length} requirements. ${unobservable.length} statements of the document cannot be observed over HTTP; requirements/unobservable.yaml has the reasons.`
  return `${body}\n\n${note}`
}
