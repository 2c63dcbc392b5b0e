/**
 * A server of the document's first example of a request, with blank volumes in addition to the root, until the server and its volumes
 * are deleted.
 */

import { type ApiResponse, assumeDefined, type ComputeClient, prepareKeptVolumes } from '#harness'
import { publicKeys } from '../support/keypairs.ts'
import { orNone } from '../support/or-none.ts'
import { schedulerHint } from '../support/server-groups.ts'
import { hasVolumeService, listVolumeTypes } from '../support/volumes.ts'
import { requestedServerGroup } from './group-membership.ts'
import {
  type JsonFields,
  observeCreation,
  requestServer,
  reserveForScenario,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
} from './scenario.ts'
import { observeStoredVolumes, rootSizeOf, type StoredVolumes, volumeSizes } from './stored-volumes.ts'
import { observeVolumes } from './volume-observation.ts'

/** A part of the request that a target may reject although the rest of it is accepted. */
type RejectedPart = 'order' | 'deviceName' | 'blankVolume' | 'volumeType' | 'defaultTermination' | 'hint' | 'metadata'

interface TwoVolumeServer {
  /** The rejection of a request that was accepted without one part of it. */
  readonly rejection?: { readonly of: RejectedPart; readonly response: ApiResponse }
  /** The response to the accepted variant of the example; a rejection if none was accepted. */
  readonly example: ApiResponse
  /** The type that the blank volume was requested with. */
  readonly volumeType?: string
  /** Undefined when every variant was rejected. */
  readonly observation?: ServerObservation
  readonly volumeIds?: readonly string[]
  /** Undefined where the target has no volume service. */
  readonly storedVolumes?: StoredVolumes
}

/** One variant of the request. If it is accepted, the previous one was rejected because of the part that this one lacks. */
interface Attempt {
  readonly devices: readonly JsonFields[]
  readonly lacks?: RejectedPart
  readonly volumeType?: string
  /** True for a variant without the example's scheduler hint and metadata. */
  readonly isPlain?: boolean
}

const blankVolume = (boot_index: number, volume_size: number): JsonFields => ({
  source_type: 'blank',
  destination_type: 'volume',
  boot_index,
  volume_size,
})

/** Returns the variants of the request in the order in which they are tried. */
async function attemptsFor({ compute, build }: ScenarioContext, hasHint: boolean): Promise<readonly Attempt[]> {
  const root = build.rootVolume({
    volume_size: rootSizeOf(compute.run.settings.resources),
    delete_on_termination: true,
  })
  const blank = { ...blankVolume(1, volumeSizes.blank), delete_on_termination: false }
  if (compute.run.settings.edition === '2020-03') {
    // Later editions of the document have no device name.
    const namedRoot = { ...root, device_name: 'vda' }
    return [
      { devices: [namedRoot, blank] },
      { devices: [namedRoot], lacks: 'blankVolume' },
      { devices: [root, blank], lacks: 'deviceName' },
      { devices: [namedRoot, blank], lacks: 'metadata', isPlain: true },
    ]
  }
  const last: readonly Attempt[] = [
    { devices: [root], lacks: 'blankVolume' },
    ...(hasHint ? [{ devices: [root, blank], lacks: 'hint', isPlain: true } as const] : []),
  ]
  // The volume without delete_on_termination is kept, so it is requested only where it can be deleted.
  if (!hasVolumeService(compute)) return [{ devices: [root, blank] }, ...last]
  const defaulted = blankVolume(2, volumeSizes.defaulted)
  const volumeType = (await listVolumeTypes(compute)).at(-1)
  const typed = { devices: [root, { ...blank, volume_type: volumeType }, defaulted] }
  return [
    ...(volumeType === undefined ? [] : [{ ...typed, volumeType }]),
    { devices: [root, blank, defaulted], ...(volumeType === undefined ? {} : { lacks: 'volumeType' }) },
    { devices: [root, blank], lacks: 'defaultTermination' },
    ...last,
  ]
}

/**
 * Adds a variant with the root volume as the last device, since the root is the device with `boot_index` 0 and not the first one of the
 * request.
 */
function withRootLast([first, ...others]: readonly Attempt[]): readonly Attempt[] {
  if (first === undefined) return []
  return [{ ...first, devices: first.devices.toReversed() }, { ...first, lacks: 'order' }, ...others]
}

/** Creates a server from the document's first example, or from the first variant of it that is accepted, and observes its volumes. */
export const twoVolumeServer = sharedScenario(async (ctx: ScenarioContext): Promise<TwoVolumeServer> => {
  const { given, compute, build } = ctx
  await reserveForScenario(ctx)
  await prepareKeptVolumes(compute)
  // The key that the example names is left out where the target creates no keypair.
  const key = (await orNone(given.keypair({ public_key: publicKeys[0] })))?.name
  // In a later edition of the document, the example has a scheduler hint instead of metadata and a device name.
  const hasMetadata = compute.run.settings.edition === '2020-03'
  const group = await requestedServerGroup(ctx)
  const hint = group && schedulerHint(group.id)
  const body = (block_device_mapping_v2: readonly JsonFields[], isPlain = false) =>
    build.server('volumes', {
      ...(key === undefined ? {} : { key_name: key }),
      ...(hasMetadata && !isPlain ? { metadata: { os_type: 'linux', login_username: 'root' } } : {}),
      min_count: 1,
      max_count: 1,
      security_groups: [{ name: 'default' }],
      block_device_mapping_v2,
      ...zoneOf(compute),
    })
  let before: ApiResponse | undefined
  let withRootOnly: ApiResponse | undefined
  for (const { devices, lacks, volumeType, isPlain } of withRootLast(await attemptsFor(ctx, hint !== undefined))) {
    const response = await requestServer(ctx, { ...body(devices, isPlain), ...(isPlain ? {} : hint) })
    if (response.isSuccess)
      return {
        example: response,
        ...(lacks && before ? { rejection: { of: lacks, response: before } } : {}),
        ...(volumeType === undefined ? {} : { volumeType }),
        ...(await observeServer(ctx, response, devices.length)),
      }
    before = response
    if (devices.length === 1) withRootOnly = response
  }
  return { example: withRootOnly ?? assumeDefined(before, 'No server was requested.') }
})

/** Returns the configured zone as the field that the example sets. */
function zoneOf({ run }: ComputeClient): JsonFields {
  const { availabilityZone } = run.settings.resources
  return availabilityZone === undefined ? {} : { availability_zone: availabilityZone }
}

async function observeServer(
  ctx: ScenarioContext,
  created: ApiResponse,
  volumes: number,
): Promise<Pick<TwoVolumeServer, 'observation' | 'volumeIds' | 'storedVolumes'>> {
  const observation = await observeCreation(ctx, created)
  const { ids: volumeIds } = await observeVolumes(ctx, observation, volumes)
  if (!ctx.compute.run.settings.capabilities.includes('volumeService')) return { observation, volumeIds }
  return { observation, volumeIds, storedVolumes: await observeStoredVolumes(ctx, observation, volumeIds) }
}
