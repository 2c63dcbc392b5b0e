import { fixedAddresses, type Mismatch, resolvePointer, textAt } from '#harness/core'
import { canonicalStatus, type RequirementId } from '#model'
import type { Aspect, KnownServer, KnownVolume } from '../model.ts'
import type { SingleStep } from '../steps.ts'

/** A value in a response that differs from the model, with the requirement that it violates. */
export interface ModelDifference {
  readonly requirement: RequirementId
  readonly mismatch: Mismatch
  /** Called where the violation is known: the value is not compared any more, and no rule depends on it. */
  ignore?(): void
}

export type Differences = Generator<ModelDifference, void>

/** The last steps and the volumes that they may be about. Differences are attributed to them. */
export interface StepContext {
  /** The last step, or the two that were sent at once. */
  readonly steps: readonly SingleStep[]
  readonly volumes: ReadonlyMap<number, KnownVolume>
}

/** Returns the names or ids in an array of objects; undefined where there is no array. */
function valuesOf(value: unknown, list: string, key: string): readonly string[] | undefined {
  const elements = resolvePointer(value, `item/${list}`)
  if (!Array.isArray(elements)) return undefined
  return elements.flatMap((element: unknown) => textAt(element, key) ?? [])
}

const difference = (requirement: RequirementId, at: string, expected: string, actual: string): ModelDifference => ({
  requirement,
  mismatch: { message: `${at} differs from the result of the accepted requests.`, at, expected, actual },
})

/** Returns the difference, unless this aspect of the server is no longer compared. */
function* inAspect(server: KnownServer, aspect: Aspect, found: ModelDifference): Differences {
  if (!server.unclear.has(aspect)) yield { ...found, ignore: () => void server.unclear.add(aspect) }
}

const isAbout = ({ steps }: StepContext, server: KnownServer, action: SingleStep['action'], key?: string): boolean =>
  steps.some((one) => one.action === action && one.server === server.number && (key === undefined || one.key === key))

function* groupDifferences(server: KnownServer, shown: unknown, cause: StepContext): Differences {
  // Nova leaves `security_groups` out of the description of a server that has none.
  const isDescription = textAt(shown, 'status') !== undefined
  const names = valuesOf(shown, 'security_groups', 'name') ?? (isDescription ? [] : undefined)
  if (names === undefined) return
  for (const [name, isExpected] of server.groups) {
    if (names.includes(name) === isExpected) continue
    const isOfRemoval = isAbout(cause, server, 'remove-group')
    const requirement = isOfRemoval && !isExpected ? 'groups.remove.detaches' : 'groups.add.attaches'
    const expected = isExpected ? `${name} among them` : `no ${name}`
    const found = difference(requirement, 'security_groups', expected, names.join(', ') || 'none')
    yield* inAspect(server, `group ${name}`, found)
  }
}

function metadataRequirement(
  server: KnownServer,
  key: string,
  value: string | undefined,
  cause: StepContext,
): RequirementId {
  if (isAbout(cause, server, 'set-metadata', key)) return 'metadata.set.changes'
  if (isAbout(cause, server, 'delete-metadata', key)) return 'metadata.delete.removes'
  if (isAbout(cause, server, 'delete-metadata')) return 'metadata.delete.keeps-others'
  if (isAbout(cause, server, 'set-metadata')) return 'metadata.set.keeps-others'
  if (value === undefined) return 'metadata.delete.removes'
  return key === 'explored' ? 'servers.create.metadata' : 'metadata.set.changes'
}

function* metadataDifferences(server: KnownServer, shown: unknown, cause: StepContext): Differences {
  const metadata = resolvePointer(shown, 'item/metadata')
  if (typeof metadata !== 'object' || metadata === null) return
  const pairs = new Map<string, unknown>(Object.entries(metadata))
  for (const [key, value] of server.metadata) {
    if (pairs.get(key) === value) continue
    const expected = value === undefined ? `no ${key}` : `${key}=${value}`
    const requirement = metadataRequirement(server, key, value, cause)
    const found = difference(requirement, 'metadata', expected, JSON.stringify(metadata))
    yield* inAspect(server, `metadata ${key}`, found)
  }
}

/** Returns the volumes of a server whose attachments are still known, each with whether the server has it. */
export const comparedVolumes = (
  server: KnownServer,
  volumes: StepContext['volumes'],
): readonly { readonly volume: KnownVolume; readonly isAttached: boolean }[] =>
  [...server.volumes].flatMap(([number, isAttached]) => {
    const volume = volumes.get(number)
    return volume && !volume.isAbandoned ? [{ volume, isAttached }] : []
  })

/** Makes a difference in where a volume is stop the comparison of that volume. */
export const inVolume = (volume: KnownVolume, found: ModelDifference): ModelDifference => ({
  ...found,
  ignore() {
    volume.isAbandoned = true
  },
})

function* volumeDifferences(server: KnownServer, shown: unknown, { volumes }: StepContext): Differences {
  const at = 'os-extended-volumes:volumes_attached'
  const ids = valuesOf(shown, at, 'id')
  if (ids === undefined) return
  for (const { volume, isAttached } of comparedVolumes(server, volumes)) {
    if (ids.includes(volume.id) === isAttached) continue
    const requirement = isAttached ? 'servers.volumes-attached.agrees' : 'attachments.delete.detaches'
    const expected = isAttached ? `${volume.id} among them` : `no ${volume.id}`
    yield inVolume(volume, difference(requirement, at, expected, ids.join(', ') || 'none'))
  }
}

function* addressDifferences(server: KnownServer, shown: unknown): Differences {
  if (resolvePointer(shown, 'item/addresses') === undefined) return
  const addresses = fixedAddresses(shown).map(({ network, ip }) => `${network} ${ip}`)
  const lost = server.addresses.find((address) => !addresses.includes(address))
  if (lost === undefined) return
  const shownAddresses = addresses.join(', ') || 'none'
  const found = difference('servers.addresses.per-port', 'addresses', `${lost} among them`, shownAddresses)
  yield* inAspect(server, 'addresses', found)
}

function* statusDifferences(server: KnownServer, shown: unknown): Differences {
  const actual = textAt(shown, 'status')
  if (actual === undefined || canonicalStatus(actual) === server.status) return
  const found = difference('servers.state.legal-transitions', 'status', server.status, actual)
  yield* inAspect(server, 'status', found)
}

function* nameDifferences(server: KnownServer, shown: unknown): Differences {
  const actual = textAt(shown, 'name')
  if (actual === undefined || actual === server.name) return
  yield* inAspect(server, 'name', difference('servers.update.renames', 'name', server.name, actual))
}

function* flavorDifferences(server: KnownServer, shown: unknown): Differences {
  const actual = textAt(shown, 'flavor/id')
  if (server.flavor === undefined || actual === undefined || actual === server.flavor) return
  const found = difference('servers.resize.changes-flavor', 'flavor/id', server.flavor, actual)
  yield* inAspect(server, 'flavor', found)
}

function* keyDifferences(server: KnownServer, shown: unknown): Differences {
  const actual = resolvePointer(shown, 'item/key_name')
  if (server.keyName === undefined || actual === undefined || actual === server.keyName) return
  yield* inAspect(server, 'key', difference('servers.create.key-name', 'key_name', server.keyName, String(actual)))
}

/**
 * Returns all differences between the description of a server and the model. Members that the response leaves out are not compared.
 */
export const differencesOf = (server: KnownServer, shown: unknown, cause: StepContext): readonly ModelDifference[] => [
  ...nameDifferences(server, shown),
  ...statusDifferences(server, shown),
  ...flavorDifferences(server, shown),
  ...keyDifferences(server, shown),
  ...metadataDifferences(server, shown, cause),
  ...groupDifferences(server, shown, cause),
  ...volumeDifferences(server, shown, cause),
  ...addressDifferences(server, shown),
]
