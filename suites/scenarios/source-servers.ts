/** Servers whose root is an existing volume, or is made from a snapshot, until they are deleted. */
import { type ApiResponse, deleteVolume, prepareKeptVolumes, recordKeptVolume } from '#harness'
import { hasVolumeService, isAvailable, showSnapshot, showVolume } from '../support/volumes.ts'
import {
  deleteAndObserve,
  isNotFound,
  type JsonFields,
  observeCreation,
  observeVolumes,
  requestServer,
  reserveForScenario,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
} from './scenario.ts'

interface SourceServer {
  /** The response to the request; the last rejection where every form of it was rejected. */
  readonly created: ApiResponse
  /** The rejection of a request without a property that is optional: with it the request was accepted. */
  readonly rejection?: { readonly of: 'imageRef' | 'volume_size'; readonly response: ApiResponse }
  /** Undefined when every form was rejected. */
  readonly observation?: ServerObservation
  /** The volumes of the server. */
  readonly volumeIds?: readonly string[]
  /** Whether those are all that it has. */
  readonly areVolumesKnown?: boolean
  /** Those that the volume service shows. */
  readonly volumes?: readonly ApiResponse[]
}

/** The fields of a create request whose root is the configured bootable volume, in the zone of the volume. */
export async function fromVolume({ compute }: ScenarioContext): Promise<JsonFields> {
  const { bootableVolume, availabilityZone } = compute.run.settings.resources
  const volume = hasVolumeService(compute) ? await showVolume(compute, String(bootableVolume)) : undefined
  const zone = volume?.string('body/volume/availability_zone') ?? availabilityZone
  return { ...rootFrom('volume', bootableVolume), ...(zone === undefined ? {} : { availability_zone: zone }) }
}

/** The same for a root that is made from the configured snapshot, with this size in GB. */
export async function fromSnapshot({ compute }: ScenarioContext, size: number): Promise<JsonFields> {
  const { snapshot, availabilityZone } = compute.run.settings.resources
  const shown = await showSnapshot(compute, String(snapshot))
  const origin = await showVolume(compute, shown.string('body/snapshot/volume_id') ?? '')
  const zone = origin.string('body/volume/availability_zone') ?? availabilityZone
  const root = rootFrom('snapshot', snapshot, { volume_size: size, delete_on_termination: true })
  return { ...root, ...(zone === undefined ? {} : { availability_zone: zone }) }
}

/** The fields of a request without an image. The volume of the source outlives the server. */
export const rootFrom = (source_type: string, uuid: unknown, changes: JsonFields = {}): JsonFields => ({
  imageRef: undefined,
  block_device_mapping_v2: [
    { source_type, uuid, destination_type: 'volume', boot_index: 0, delete_on_termination: false, ...changes },
  ],
})

/** Sends the forms of a request until one is accepted. */
async function requestForms(
  ctx: ScenarioContext,
  label: string,
  forms: readonly { readonly fields: JsonFields; readonly has?: 'imageRef' | 'volume_size' }[],
): Promise<SourceServer> {
  const [{ fields: usual } = { fields: {} }] = forms
  const first = await requestServer(ctx, ctx.build.server(label, usual))
  let created = first
  for (const { fields, has } of forms.slice(1)) {
    if (created.isSuccess) break
    created = await requestServer(ctx, ctx.build.server(label, fields))
    if (created.isSuccess && has !== undefined)
      return { ...(await observe(ctx, created)), rejection: { of: has, response: first } }
  }
  return created.isSuccess ? observe(ctx, created) : { created: first }
}

/** Observes the server and its volumes, and deletes it and the volumes that were made for it. */
async function observe(ctx: ScenarioContext, created: ApiResponse): Promise<SourceServer> {
  const { compute } = ctx
  const { bootableVolume } = compute.run.settings.resources
  const observation = await observeCreation(ctx, created)
  const { ids: volumeIds, isComplete: areVolumesKnown } = await observeVolumes(ctx, observation, 1)
  const made = volumeIds.filter((id) => id !== bootableVolume)
  for (const id of made) recordKeptVolume(compute, id)
  const volumes = hasVolumeService(compute)
    ? await Promise.all(volumeIds.map((id) => showVolume(compute, id)))
    : undefined
  const { last } = await deleteAndObserve(ctx, observation.id)
  if (isNotFound(last) && hasVolumeService(compute)) {
    for (const id of made) await deleteVolume(compute.withPhase('cleanup'), id)
    if (volumeIds.some((id) => id === bootableVolume))
      await compute.poll(() => showVolume(compute, String(bootableVolume)), isAvailable, 'detach', 'a released volume')
  }
  return { created, observation, volumeIds, areVolumesKnown, ...(volumes === undefined ? {} : { volumes }) }
}

/** A server that boots from the configured volume. */
export const volumeServer = sharedScenario(async (ctx: ScenarioContext): Promise<SourceServer> => {
  const { image, bootableVolume } = ctx.compute.run.settings.resources
  await reserveForScenario(ctx)
  await prepareKeptVolumes(ctx.compute)
  const fields = await fromVolume(ctx)
  const sized = hasVolumeService(ctx.compute)
    ? (await showVolume(ctx.compute, String(bootableVolume))).at('body/volume/size')
    : undefined
  const withSize = rootFrom('volume', bootableVolume, { volume_size: sized })
  return requestForms(ctx, 'from-volume', [
    { fields },
    { fields: { ...fields, imageRef: image }, has: 'imageRef' },
    ...(sized === undefined ? [] : [{ fields: { ...fields, ...withSize }, has: 'volume_size' as const }]),
  ])
})

/** A server that boots from a volume of the configured snapshot. */
export const snapshotServer = sharedScenario(async (ctx: ScenarioContext): Promise<SourceServer> => {
  const { image, snapshot } = ctx.compute.run.settings.resources
  await reserveForScenario(ctx)
  await prepareKeptVolumes(ctx.compute)
  const shown = await showSnapshot(ctx.compute, String(snapshot))
  const fields = await fromSnapshot(ctx, Number(shown.at('body/snapshot/size')))
  return requestForms(ctx, 'from-snapshot', [{ fields }, { fields: { ...fields, imageRef: image }, has: 'imageRef' }])
})
