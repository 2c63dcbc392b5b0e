import { editions as allEditions, type Edition, type SourceReference } from '#model'
import { editionEntries, type Profile, type ProfileChange, type Requirement, requirements } from './requirements.ts'

/** A profile in one edition of the document: its changes contain those of the edition. */
export interface AppliedProfile extends Omit<Profile, 'editions'> {
  readonly edition: Edition
}

const otherEdition = (edition: Edition) => ({
  en: `Edition ${edition} of the document does not have it.`,
  ko: `문서의 ${edition} 판에는 없다.`,
})

/** Returns the requirements that an edition does not have, as changes that exclude them. */
const exclusions = (edition: Edition): readonly ProfileChange[] =>
  requirements
    .filter(({ editions }) => !editions.includes(edition))
    .map(({ id }) => ({ requirement: id, off: true, reason: otherEdition(edition) }))

/** Returns a profile in an edition. The profile's settings of a requirement take precedence over those of the edition. */
export function applyEdition({ id, text, changes }: Profile, edition: Edition): AppliedProfile {
  const merged = new Map<string, ProfileChange>()
  for (const change of [...editionEntries[edition].changes, ...changes, ...exclusions(edition)])
    merged.set(change.requirement, { ...merged.get(change.requirement), ...change })
  return { id, text, edition, changes: [...merged.values()] }
}

/** Returns the statements of an edition that a requirement covers: those it names, and those that continue one that it names. */
export function statementsIn({ statements, editions }: Requirement, edition: Edition): readonly string[] {
  if (!editions.includes(edition)) return []
  const own = Object.entries(editionEntries[edition].statements)
  if (own.length === 0) return statements.filter((id) => !isLater(id))
  return own
    .filter(([id, { continues = [] }]) => statements.includes(id) || continues.some((one) => statements.includes(one)))
    .map(([id]) => id)
}

const isLater = (statement: string): boolean =>
  allEditions.some((edition) => statement in editionEntries[edition].statements)

/** Returns the place of a requirement in an edition: in a later one, the places of its statements. */
export function sourceIn(requirement: Requirement, edition: Edition): SourceReference | undefined {
  const { statements } = editionEntries[edition]
  if (Object.keys(statements).length === 0) return requirement.source
  const places = statementsIn(requirement, edition).flatMap((id) => statements[id] ?? [])
  if (places.length === 0) return undefined
  const join = (values: readonly string[], separator: string) => [...new Set(values.filter(Boolean))].join(separator)
  return {
    section: join(
      places.map(({ section }) => section),
      ' · ',
    ),
    lines: join(
      places.map(({ lines }) => lines),
      ', ',
    ),
  }
}
