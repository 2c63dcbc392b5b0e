import {
  type Basis,
  type Bilingual,
  type Capability,
  type Edition,
  editions,
  type Level,
  type OperationId,
  operationIds,
  type RequirementId,
  type SourceReference,
} from '#model'
import { packageText } from '../package-text.ts'

/** One verifiable statement about a target. Its id is permanent: never renamed, never reused, never positional. */
export interface Requirement {
  readonly id: RequirementId
  readonly level: Level
  readonly basis: Basis
  readonly text: Bilingual
  /** Its place in the first edition. */
  readonly source?: SourceReference
  /** The editions of the document that it belongs to. */
  readonly editions: readonly Edition[]
  /** Ids of the statements that this requirement covers, in any edition. */
  readonly statements: readonly string[]
  readonly operations: readonly OperationId[]
  /** Capabilities of the target without which it cannot be verified. */
  readonly needs: readonly Capability[]
  /** HTTP status codes that satisfy it; empty when it is not about a status. */
  readonly codes: readonly number[]
  /** True for rules of the vendor's service that stock OpenStack does not have. */
  readonly vendor: boolean
  /** Present when the document is ambiguous: the issue's id, and the interpretation that is verified. */
  readonly contested?: { readonly issue: string; readonly reading: Bilingual }
  /** Names of the accepted interpretations, when there are several. */
  readonly variants: readonly string[]
  /** Name of the file in requirements/ that declares it, without extension. */
  readonly group: string
}

/** How a profile or an edition treats one requirement differently from the register. */
export interface ProfileChange {
  readonly requirement: RequirementId
  /** True when the profile excludes the requirement. */
  readonly off?: boolean
  readonly level?: Level
  readonly basis?: Basis
  readonly variants?: readonly string[]
  readonly reason: Bilingual
}

/**
 * Which requirements apply, at which level: `toast` and `nhn` are the two editions of the document, `nova` is the document for stock
 * OpenStack.
 */
export interface Profile {
  readonly id: string
  readonly text: Bilingual
  /** The editions that it can be applied to; the first one is the default. */
  readonly editions: readonly [Edition, ...Edition[]]
  readonly changes: readonly ProfileChange[]
}

/** A statement of a later edition. */
export interface EditionStatement extends SourceReference {
  /** How it relates to the first edition: `promoted` says the same in a more binding place. */
  readonly relation: 'same' | 'promoted' | 'changed' | 'new'
  /** The statements of the first edition that it continues. */
  readonly continues?: readonly string[]
}

/** The differences of one edition of the document from the register, which describes the first edition. */
export interface EditionEntry {
  readonly id: Edition
  readonly text: Bilingual
  readonly changes: readonly ProfileChange[]
  readonly statements: Readonly<Record<string, EditionStatement>>
  /** Statements that no requirement verifies, with the reason; `isPending` marks those that only lack their test. */
  readonly unverified: readonly {
    readonly statements: readonly string[]
    readonly isPending?: boolean
    readonly reason: Bilingual
  }[]
}

interface RawRequirement
  extends Omit<Requirement, 'editions' | 'statements' | 'operations' | 'needs' | 'codes' | 'vendor' | 'variants'> {
  readonly editions?: readonly Edition[]
  readonly statements?: readonly string[]
  readonly operations: 'all' | 'reads-and-deletes' | readonly OperationId[]
  readonly needs?: readonly Capability[]
  readonly codes?: readonly number[]
  readonly vendor?: boolean
  readonly variants?: readonly string[]
}

interface RawRegister {
  readonly requirements: readonly RawRequirement[]
  readonly unobservable: readonly {
    readonly statement: string
    readonly source: SourceReference
    readonly reason: Bilingual
  }[]
  readonly statements: Readonly<Record<string, SourceReference>>
  readonly profiles: Readonly<Record<string, Profile>>
  readonly editions: Readonly<Record<Edition, EditionEntry>>
}

/** Built by scripts/build-contract.mjs, which validates it against requirements/register.schema.json. */
const raw: RawRegister = JSON.parse(packageText('generated/register.json'))

/** Names that a requirement may use for a set of operations. */
const operationGroups: Readonly<Record<string, readonly OperationId[]>> = {
  all: operationIds.filter((id) => id !== 'listVersions'),
  'reads-and-deletes': operationIds.filter((id) => /^(list|show|delete|detach)/.test(id)),
}

const normalize = ({ operations, ...entry }: RawRequirement): Requirement => ({
  ...entry,
  operations: typeof operations === 'string' ? (operationGroups[operations] ?? []) : operations,
  editions: entry.editions ?? editions,
  statements: entry.statements ?? [],
  needs: entry.needs ?? [],
  codes: entry.codes ?? [],
  vendor: entry.vendor ?? false,
  variants: entry.variants ?? [],
})

/** Every requirement, by file name and in the order within each file. */
export const requirements: readonly Requirement[] = Object.freeze(raw.requirements.map(normalize))

const byId = new Map<string, Requirement>(requirements.map((requirement) => [requirement.id, requirement]))

/** Returns the requirement with an id. @throws TypeError for an id that the register does not have */
export function requirement(id: string): Requirement {
  const match = byId.get(id)
  if (!match) throw new TypeError(`The register has no requirement "${id}".`)
  return match
}

/** Tells whether the register has a requirement with this id. */
export const isRequirementId = (id: string): id is RequirementId => byId.has(id)

/** Profiles by name. */
export const profiles = raw.profiles
/** The differences of each edition from the register. */
export const editionEntries = raw.editions

/** Statements of the first edition that no HTTP client can verify, each with the reason. */
export const unobservable = raw.unobservable
/** Every normative statement of the first edition by its id, with its place there. */
export const statements = raw.statements

/** SHA-256 hashes of the OpenAPI description and the register; a report records them. */
export const hashes: { readonly contract: string; readonly register: string } = JSON.parse(
  packageText('generated/hashes.json'),
)
