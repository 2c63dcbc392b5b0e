/** Servers whose root is an existing volume or one made from a snapshot, until they are deleted. */
import {
  type ApiResponse,
  type ComputeClient,
  deleteVolume,
  isRejected,
  prepareKeptVolumes,
  recordKeptVolume,
  resolvePointer,
} from '#harness'
import { orNone } from '../support/or-none.ts'
import { hasVolumeService, isAvailable, showNewVolume, showSnapshot, showVolume } from '../support/volumes.ts'
import {
  deleteAndObserve,
  isNoLongerShown,
  type JsonFields,
  observeCreation,
  requestServer,
  reserveForScenario,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
} from './scenario.ts'
import { observeVolumes } from './volume-observation.ts'

interface SourceServer {
  /** The response to the accepted request; the first rejection if every variant was rejected. */
  readonly created: ApiResponse
  /** The rejection of a request without an optional property, if the same request with it was accepted. */
  readonly rejection?: { readonly of: 'imageRef' | 'volume_size'; readonly response: ApiResponse }
  /** Undefined when every variant was rejected. */
  readonly observation?: ServerObservation
  /** The volumes of the server. */
  readonly volumeIds?: readonly string[]
  /** Whether `volumeIds` has all of them. */
  readonly areVolumesKnown?: boolean
  /** The responses of the volume service about them. */
  readonly volumes?: readonly ApiResponse[]
  /** The volume that was to be deleted with the server, once it is gone or the timeout of a deletion is over. */
  readonly rootAfterDelete?: ApiResponse | undefined
}

/** Returns the fields of a create request whose root is the configured bootable volume, in the zone of the volume. */
export async function fromVolume({ compute }: ScenarioContext): Promise<JsonFields> {
  const { bootableVolume, availabilityZone } = compute.run.settings.resources
  const volume = hasVolumeService(compute) ? await showVolume(compute, String(bootableVolume)) : undefined
  const zone = volume?.string('body/volume/availability_zone') ?? availabilityZone
  return { ...rootFrom('volume', bootableVolume), ...(zone === undefined ? {} : { availability_zone: zone }) }
}

/** Returns the fields of a create request whose root is made from the configured snapshot. `size`: in GB. */
export async function fromSnapshot({ compute }: ScenarioContext, size: number): Promise<JsonFields> {
  const { snapshot, availabilityZone } = compute.run.settings.resources
  const shown = await showSnapshot(compute, String(snapshot))
  const origin = await showVolume(compute, shown.string('body/snapshot/volume_id') ?? '')
  const zone = origin.string('body/volume/availability_zone') ?? availabilityZone
  const root = rootFrom('snapshot', snapshot, { volume_size: size, delete_on_termination: true })
  return { ...root, ...(zone === undefined ? {} : { availability_zone: zone }) }
}

/** Returns the fields of a create request without an image, whose root volume is kept when the server is deleted. */
export const rootFrom = (source_type: string, uuid: unknown, changes: JsonFields = {}): JsonFields => ({
  imageRef: undefined,
  block_device_mapping_v2: [
    { source_type, uuid, destination_type: 'volume', boot_index: 0, delete_on_termination: false, ...changes },
  ],
})

/** Sends the variants of a request until one is accepted. `has`: the optional property that the first variant lacks. */
async function requestVariants(
  ctx: ScenarioContext,
  label: string,
  variants: readonly { readonly fields: JsonFields; readonly has?: 'imageRef' | 'volume_size' }[],
): Promise<SourceServer> {
  const [{ fields: usual } = { fields: {} }] = variants
  const first = await requestServer(ctx, ctx.build.server(label, usual))
  let created = first
  for (const { fields, has } of variants.slice(1)) {
    if (created.isSuccess) break
    created = await requestServer(ctx, ctx.build.server(label, fields))
    if (created.isSuccess && has !== undefined)
      return { ...(await observe(ctx, created, fields)), rejection: { of: has, response: first } }
  }
  return created.isSuccess ? observe(ctx, created, usual) : { created: first }
}

/** Shows the only volume of a deleted server until it is gone, or the timeout of a deletion is over. */
async function awaitRemoval(
  compute: ComputeClient,
  [id, ...others]: readonly string[],
): Promise<ApiResponse | undefined> {
  if (id === undefined || others.length > 0) return undefined
  const isGone = (volume: ApiResponse) => isRejected(volume) === undefined
  return (await compute.poll(() => showVolume(compute, id), isGone, 'delete', 'the root volume')).value
}

/** Tells whether a request wants its root to be deleted with the server. */
const deletesRoot = (fields: JsonFields): boolean =>
  resolvePointer(fields, 'fields/block_device_mapping_v2/0/delete_on_termination') === true

/**
 * Observes the server and its volumes, and deletes it and the volumes that were created for it. `fields`: those of the request. A root
 * that is to be deleted with the server gets the time of a deletion for it.
 */
async function observe(ctx: ScenarioContext, created: ApiResponse, fields: JsonFields): Promise<SourceServer> {
  const { compute } = ctx
  const { bootableVolume } = compute.run.settings.resources
  const observation = await observeCreation(ctx, created)
  const { ids: volumeIds, isComplete: areVolumesKnown } = await observeVolumes(ctx, observation, 1)
  const made = volumeIds.filter((id) => id !== bootableVolume)
  for (const id of made) recordKeptVolume(compute, id)
  const volumes = hasVolumeService(compute)
    ? await Promise.all(volumeIds.map((id) => showNewVolume(compute, id)))
    : undefined
  const { last } = await deleteAndObserve(ctx, observation.id)
  let rootAfterDelete: ApiResponse | undefined
  if (isNoLongerShown(last) && hasVolumeService(compute)) {
    if (deletesRoot(fields)) rootAfterDelete = await orNone(awaitRemoval(compute, made))
    for (const id of made) await deleteVolume(compute.withPhase('cleanup'), id)
    if (volumeIds.some((id) => id === bootableVolume))
      await compute.poll(() => showVolume(compute, String(bootableVolume)), isAvailable, 'detach', 'a released volume')
  }
  return {
    created,
    observation,
    volumeIds,
    areVolumesKnown,
    rootAfterDelete,
    ...(volumes === undefined ? {} : { volumes }),
  }
}

/** Creates and observes a server that boots from the configured volume. */
export const volumeServer = sharedScenario(async (ctx: ScenarioContext): Promise<SourceServer> => {
  const { image, bootableVolume } = ctx.compute.run.settings.resources
  await reserveForScenario(ctx)
  await prepareKeptVolumes(ctx.compute)
  const fields = await fromVolume(ctx)
  const sized = hasVolumeService(ctx.compute)
    ? (await showVolume(ctx.compute, String(bootableVolume))).at('body/volume/size')
    : undefined
  const withSize = rootFrom('volume', bootableVolume, { volume_size: sized })
  return requestVariants(ctx, 'from-volume', [
    { fields },
    { fields: { ...fields, imageRef: image }, has: 'imageRef' },
    ...(sized === undefined ? [] : [{ fields: { ...fields, ...withSize }, has: 'volume_size' as const }]),
  ])
})

/** Creates and observes a server that boots from a volume made from the configured snapshot. */
export const snapshotServer = sharedScenario(async (ctx: ScenarioContext): Promise<SourceServer> => {
  const { image, snapshot } = ctx.compute.run.settings.resources
  await reserveForScenario(ctx)
  await prepareKeptVolumes(ctx.compute)
  const shown = await showSnapshot(ctx.compute, String(snapshot))
  const fields = await fromSnapshot(ctx, Number(shown.at('body/snapshot/size')))
  return requestVariants(ctx, 'from-snapshot', [
    { fields },
    { fields: { ...fields, imageRef: image }, has: 'imageRef' },
  ])
})
