/**
 * The document's first example of a request, with a blank volume beside the root, until the server and its volumes are
 * deleted.
 */
import { type ApiResponse, assumeDefined, type ComputeClient } from '#harness'
import { publicKeys } from '../support/keypairs.ts'
import { orNone } from '../support/or-none.ts'
import { deleteVolume, showVolume } from '../support/volumes.ts'
import { requestedServerGroup, schedulerHint } from './group-membership.ts'
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

/** Sizes in GB by which the volumes can be distinguished, within all documented bounds. */
export const rootGb = 30
export const blankGb = 10

interface TwoVolumeServer {
  /** The rejection that the blank volume is to blame for. */
  readonly blankVolumeRejection?: ApiResponse
  /** The rejection that `device_name` is to blame for. */
  readonly deviceNameRejection?: ApiResponse
  /** The rejection that the scheduler hint is to blame for. */
  readonly hintRejection?: ApiResponse
  /** The response to the example; a rejection when the example itself is to blame. */
  readonly example: ApiResponse
  /** Undefined when every variant was rejected. */
  readonly observation?: ServerObservation
  readonly volumeIds?: readonly string[]
  /** Undefined where the target has no volume service. */
  readonly storedVolumes?: StoredVolumes
}

/** Responses of the volume service. A volume is undefined when the service does not show it. */
interface StoredVolumes {
  /** Every volume that the service shows. */
  readonly volumes: readonly ApiResponse[]
  readonly root: ApiResponse | undefined
  readonly blank: ApiResponse | undefined
  /** The same after the server was deleted; undefined when it was still found. */
  readonly rootAfterDelete?: ApiResponse
  readonly blankAfterDelete?: ApiResponse
}

export const twoVolumeServer = sharedScenario(async (ctx: ScenarioContext): Promise<TwoVolumeServer> => {
  const { given, compute, build } = ctx
  await reserveForScenario(ctx)
  // The key that the example names is left out where the target creates no keypair.
  const key = (await orNone(given.keypair({ public_key: publicKeys[0] })))?.name
  const root = build.rootVolume({ volume_size: rootGb, delete_on_termination: true })
  const blank = {
    source_type: 'blank',
    destination_type: 'volume',
    boot_index: 1,
    volume_size: blankGb,
    delete_on_termination: false,
  }
  // In a later edition of the document, the example has a scheduler hint in place of metadata and a device name.
  const hasDeviceName = compute.run.settings.edition === '2020-03'
  const group = await requestedServerGroup(ctx)
  const hint = group && schedulerHint(group.id)
  const body = (block_device_mapping_v2: readonly JsonFields[]) =>
    build.server('volumes', {
      ...(key === undefined ? {} : { key_name: key }),
      ...(hasDeviceName ? { metadata: { os_type: 'linux', login_username: 'root' } } : {}),
      min_count: 1,
      max_count: 1,
      security_groups: [{ name: 'default' }],
      block_device_mapping_v2,
      ...zoneOf(compute),
    })
  const request = (...devices: readonly JsonFields[]) => requestServer(ctx, { ...body(devices), ...hint })
  const rootWithDeviceName = hasDeviceName ? { ...root, device_name: 'vda' } : root
  const all = await request(rootWithDeviceName, blank)
  if (all.isSuccess) return { example: all, ...(await observeServer(ctx, all)) }
  const example = await request(rootWithDeviceName)
  if (example.isSuccess) return { example, blankVolumeRejection: all, ...(await observeServer(ctx, example)) }
  if (hint) {
    const unhinted = await requestServer(ctx, body([root, blank]))
    if (unhinted.isSuccess)
      return { example: unhinted, hintRejection: example, ...(await observeServer(ctx, unhinted)) }
  }
  if (!hasDeviceName) return { example }
  const unnamed = await request(root, blank)
  if (unnamed.isSuccess)
    return { example: unnamed, deviceNameRejection: example, ...(await observeServer(ctx, unnamed)) }
  return { example }
})

/** The zone, which the example sets. */
function zoneOf({ run }: ComputeClient): JsonFields {
  const { availabilityZone } = run.settings.resources
  return availabilityZone === undefined ? {} : { availability_zone: availabilityZone }
}

async function observeServer(ctx: ScenarioContext, created: ApiResponse): Promise<Omit<TwoVolumeServer, 'example'>> {
  const observation = await observeCreation(ctx, created)
  const { ids: volumeIds } = await observeVolumes(ctx, observation, 2)
  if (!ctx.compute.run.settings.capabilities.includes('volumeService')) return { observation, volumeIds }
  return { observation, volumeIds, storedVolumes: await observeStoredVolumes(ctx, observation, volumeIds) }
}

const idOf = (volume: ApiResponse): string => assumeDefined(volume.string('body/volume/id'), 'A volume has no id.')

/** Shows the volumes, deletes the server, shows the volumes again, and deletes those that still exist. */
async function observeStoredVolumes(
  ctx: ScenarioContext,
  server: ServerObservation,
  volumeIds: readonly string[],
): Promise<StoredVolumes> {
  const { compute } = ctx
  try {
    const shown = await Promise.all(volumeIds.map((id) => showVolume(compute, id)))
    const volumes = shown.filter(({ isSuccess }) => isSuccess)
    const blank = volumes.find((volume) => volume.at('body/volume/size') === blankGb)
    const root = volumes.find((volume) => volume !== blank)
    const deletion = await deleteAndObserve(ctx, server.id)
    if (!isNotFound(deletion.last) || root === undefined) return { volumes, root, blank }
    const { value: rootAfterDelete } = await compute.poll(
      () => showVolume(compute, idOf(root)),
      (volume) => volume.status === 404,
      'delete',
      'the root volume',
    )
    const blankAfterDelete = blank && (await showVolume(compute, idOf(blank)))
    return { volumes, root, blank, rootAfterDelete, ...(blankAfterDelete && { blankAfterDelete }) }
  } finally {
    const { last } = await deleteAndObserve(ctx, server.id)
    // The volumes of a server that stays cannot be deleted; clean-up reports them.
    if (isNotFound(last)) for (const id of volumeIds) await deleteVolume(compute.withPhase('cleanup'), id)
  }
}
