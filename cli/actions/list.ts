import { contractRequirementIds, type Requirement, requirements, suitesVerifying, unobservable } from '#contract'
import { profileNamed } from '../../engine/target/selection.ts'

export interface ListCommand {
  readonly format: 'table' | 'json' | 'markdown'
  readonly untested: boolean
  readonly profile: string
  readonly lang: 'en' | 'ko'
}

interface Row {
  readonly requirement: Requirement
  readonly level: string
  readonly verifiedBy: string
}

function rows(profileId: string): Row[] {
  const profile = profileNamed(profileId)
  return requirements.map((requirement) => {
    const change = profile.changes.find((one) => one.requirement === requirement.id)
    const verified = [
      contractRequirementIds.has(requirement.id) ? 'contract' : '',
      suitesVerifying(requirement.id).length > 0 ? 'suites' : '',
    ].filter(Boolean)
    return {
      requirement,
      level: change?.off ? 'off' : (change?.level ?? requirement.level),
      verifiedBy: verified.join('+') || 'nothing',
    }
  })
}

const table = (all: readonly Row[], lang: 'en' | 'ko'): string =>
  all
    .map(
      ({ requirement: { id, text, basis }, level, verifiedBy }) =>
        `${id.padEnd(44)} ${level.padEnd(6)} ${basis.padEnd(10)} ${verifiedBy.padEnd(15)} ${text[lang]}`,
    )
    .join('\n')

const cell = (text: string): string => text.replaceAll('|', '\\|')

const markdown = (all: readonly Row[], lang: 'en' | 'ko'): string =>
  [
    '| requirement | level | basis | verified by | statement | source |',
    '|---|---|---|---|---|---|',
    ...all.map(
      ({ requirement: { id, text, basis, source }, level, verifiedBy }) =>
        `| \`${id}\` | ${level} | ${basis} | ${verifiedBy} | ${cell(text[lang])} | ${source ? `${source.section} (${source.lines})` : ''} |`,
    ),
  ].join('\n')

const json = (all: readonly Row[]): string =>
  JSON.stringify(
    all.map(({ requirement, level, verifiedBy }) => ({ ...requirement, level, verifiedBy })),
    null,
    2,
  )

/** Statements that nothing verifies and that have no written reason: there should be none. */
const isUntested = ({ verifiedBy }: Row): boolean => verifiedBy === 'nothing'

/** The requirement register as text. With `untested`, what nothing verifies; statements a black box cannot see are left out, as each has its reason in the register. */
export function list({ format, untested: onlyUntested, profile, lang }: ListCommand): string {
  const all = rows(profile).filter((row) => !onlyUntested || isUntested(row))
  if (format === 'json') return json(all)
  if (onlyUntested && format === 'table') return all.map(({ requirement: { id } }) => id).join('\n')
  const body = format === 'markdown' ? markdown(all, lang) : table(all, lang)
  const note = `${all.length} requirements; ${unobservable.length} statements of the document cannot be seen by a black box, each with its reason in requirements/unobservable.yaml.`
  return `${body}\n\n${note}`
}
