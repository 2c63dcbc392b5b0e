import { fixedAddresses, type Mismatch, resolvePointer, textAt } from '#harness/core'
import { canonicalStatus, type RequirementId } from '#model'
import type { KnownServer, KnownVolume } from '../model.ts'
import { type SingleStep, type Step, singleStepsOf } from '../steps.ts'

/** What a response shows of a server and should not, with the requirement that it violates. */
export interface ModelDifference {
  readonly requirement: RequirementId
  readonly mismatch: Mismatch
}

/** The last step, and the volumes that it may be about: what differences are attributed to. */
export interface StepContext {
  /** The last step. */
  readonly step: Step
  readonly volumes: ReadonlyMap<number, KnownVolume>
}

/** The names or ids in an array of objects; undefined where there is no array. */
function valuesOf(value: unknown, list: string, key: string): readonly string[] | undefined {
  const elements = resolvePointer(value, `item/${list}`)
  if (!Array.isArray(elements)) return undefined
  return elements.flatMap((element: unknown) => textAt(element, key) ?? [])
}

const difference = (requirement: RequirementId, at: string, expected: string, actual: string): ModelDifference => ({
  requirement,
  mismatch: { message: `${at} is not what the accepted requests lead to.`, at, expected, actual },
})

const isAbout = ({ step }: StepContext, server: KnownServer, action: SingleStep['action'], key?: string): boolean =>
  singleStepsOf(step).some(
    (one) => one.action === action && one.server === server.number && (key === undefined || one.key === key),
  )

function groupDifference(server: KnownServer, shown: unknown, cause: StepContext): ModelDifference | undefined {
  // Nova leaves them out of the description of a server without any.
  const isDescription = textAt(shown, 'status') !== undefined
  const names = valuesOf(shown, 'security_groups', 'name') ?? (isDescription ? [] : undefined)
  if (names === undefined) return undefined
  for (const [name, isExpected] of server.groups) {
    if (names.includes(name) === isExpected) continue
    const isOfRemoval = isAbout(cause, server, 'remove-group')
    const requirement = isOfRemoval && !isExpected ? 'groups.remove.detaches' : 'groups.add.attaches'
    const expected = isExpected ? `${name} among them` : `no ${name}`
    return difference(requirement, 'security_groups', expected, names.join(', ') || 'none')
  }
  return undefined
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

function metadataDifference(server: KnownServer, shown: unknown, cause: StepContext): ModelDifference | undefined {
  const metadata = resolvePointer(shown, 'item/metadata')
  if (typeof metadata !== 'object' || metadata === null) return undefined
  const pairs = new Map<string, unknown>(Object.entries(metadata))
  for (const [key, value] of server.metadata) {
    if (pairs.get(key) === value) continue
    const expected = value === undefined ? `no ${key}` : `${key}=${value}`
    const requirement = metadataRequirement(server, key, value, cause)
    return difference(requirement, 'metadata', expected, JSON.stringify(metadata))
  }
  return undefined
}

function volumeDifference(server: KnownServer, shown: unknown, { volumes }: StepContext): ModelDifference | undefined {
  const at = 'os-extended-volumes:volumes_attached'
  const ids = valuesOf(shown, at, 'id')
  if (ids === undefined) return undefined
  for (const [number, isAttached] of server.volumes) {
    const id = volumes.get(number)?.id
    if (id === undefined || ids.includes(id) === isAttached) continue
    const requirement = isAttached ? 'servers.volumes-attached.agrees' : 'attachments.delete.detaches'
    return difference(requirement, at, isAttached ? `${id} among them` : `no ${id}`, ids.join(', ') || 'none')
  }
  return undefined
}

function addressDifference(server: KnownServer, shown: unknown): ModelDifference | undefined {
  if (resolvePointer(shown, 'item/addresses') === undefined) return undefined
  const addresses = fixedAddresses(shown).map(({ network, ip }) => `${network} ${ip}`)
  const lost = server.addresses.find((address) => !addresses.includes(address))
  if (lost === undefined) return undefined
  return difference('servers.addresses.per-port', 'addresses', `${lost} among them`, addresses.join(', ') || 'none')
}

function textDifference(
  shown: unknown,
  at: string,
  expected: string | undefined,
  requirement: RequirementId,
): ModelDifference | undefined {
  const actual = textAt(shown, at)
  if (expected === undefined || actual === undefined || actual === expected) return undefined
  return difference(requirement, at, expected, actual)
}

function statusDifference({ status }: KnownServer, shown: unknown): ModelDifference | undefined {
  const actual = textAt(shown, 'status')
  if (actual === undefined || canonicalStatus(actual) === status) return undefined
  return difference('servers.state.legal-transitions', 'status', status, actual)
}

/** The first thing in which the description of a server differs from the model. What a response leaves out is not compared. */
export function differenceOf(server: KnownServer, shown: unknown, cause: StepContext): ModelDifference | undefined {
  const keyName = resolvePointer(shown, 'item/key_name')
  return (
    textDifference(shown, 'name', server.name, 'servers.update.renames') ??
    statusDifference(server, shown) ??
    textDifference(shown, 'flavor/id', server.flavor, 'servers.resize.changes-flavor') ??
    (server.keyName !== undefined && keyName !== undefined && keyName !== server.keyName
      ? difference('servers.create.key-name', 'key_name', server.keyName, String(keyName))
      : undefined) ??
    metadataDifference(server, shown, cause) ??
    groupDifference(server, shown, cause) ??
    volumeDifference(server, shown, cause) ??
    addressDifference(server, shown)
  )
}
