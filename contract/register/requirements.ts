import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Basis,
  type Bilingual,
  type Level,
  type OperationId,
  operationIds,
  type RequirementId,
  type Source,
} from '#model'
import { packageRoot } from '../package-root.ts'

/** One statement a target can be held to. Its id is permanent: never reused, never positional. */
export interface Requirement {
  readonly id: RequirementId
  readonly level: Level
  readonly basis: Basis
  readonly text: Bilingual
  readonly source?: Source
  /** Rows of the document's statement list that end in this requirement. */
  readonly statements: readonly string[]
  readonly operations: readonly OperationId[]
  /** Capabilities of the target without which it cannot be judged. */
  readonly needs: readonly string[]
  /** HTTP status codes that fulfil it. */
  readonly codes: readonly number[]
  /** True for rules of the vendor's service that stock OpenStack does not have. */
  readonly vendor: boolean
  readonly contested?: { readonly issue: string; readonly reading: Bilingual }
  readonly variants: readonly string[]
  /** The file it stands in, without its ending. */
  readonly group: string
}

export interface ProfileChange {
  readonly requirement: RequirementId
  readonly off?: boolean
  readonly level?: Level
  readonly variants?: readonly string[]
  readonly reason: Bilingual
}

/** Which requirements are asked, and how strictly: the document as it stands, or the same against stock OpenStack. */
export interface Profile {
  readonly id: string
  readonly text: Bilingual
  readonly changes: readonly ProfileChange[]
}

interface RawRequirement
  extends Omit<Requirement, 'statements' | 'operations' | 'needs' | 'codes' | 'vendor' | 'variants'> {
  readonly statements?: readonly string[]
  readonly operations: 'all' | 'reads-and-deletes' | readonly OperationId[]
  readonly needs?: readonly string[]
  readonly codes?: readonly number[]
  readonly vendor?: boolean
  readonly variants?: readonly string[]
}

interface RawRegister {
  readonly requirements: readonly RawRequirement[]
  readonly unobservable: readonly { readonly statement: string; readonly source: Source; readonly reason: Bilingual }[]
  readonly statements: Readonly<Record<string, Source>>
  readonly profiles: Readonly<Record<string, Profile>>
}

/** The build has checked the file against requirements/register.schema.json; this only reads it. */
const raw: RawRegister = JSON.parse(readFileSync(join(packageRoot, 'generated', 'register.json'), 'utf8'))

const groups: Readonly<Record<string, readonly OperationId[]>> = {
  all: operationIds.filter((id) => id !== 'listVersions'),
  'reads-and-deletes': operationIds.filter((id) => /^(list|show|delete|detach)/.test(id)),
}

const normalize = ({ operations, ...entry }: RawRequirement): Requirement => ({
  ...entry,
  operations: typeof operations === 'string' ? (groups[operations] ?? []) : operations,
  statements: entry.statements ?? [],
  needs: entry.needs ?? [],
  codes: entry.codes ?? [],
  vendor: entry.vendor ?? false,
  variants: entry.variants ?? [],
})

/** Every requirement, in the order of the files and within them. */
export const requirements: readonly Requirement[] = Object.freeze(raw.requirements.map(normalize))

const byId = new Map<string, Requirement>(requirements.map((requirement) => [requirement.id, requirement]))

/** Looks a requirement up. Throws a TypeError for an id that the register does not have. */
export function requirement(id: string): Requirement {
  const found = byId.get(id)
  if (!found) throw new TypeError(`The register has no requirement "${id}".`)
  return found
}

export const isRequirementId = (id: string): id is RequirementId => byId.has(id)

export const profiles = raw.profiles
export const unobservable = raw.unobservable
/** Every normative statement of the document, and where it stands. */
export const statements = raw.statements

/** SHA-256 of the contract and of the register, so that a report says what it was measured with. */
export const hashes: { readonly contract: string; readonly register: string } = JSON.parse(
  readFileSync(join(packageRoot, 'generated', 'hashes.json'), 'utf8'),
)
