/** The document's first example of a request, with a blank volume beside the root, until its volumes have outlived it or not. */
import { type ApiResponse, assumeDefined, type ComputeClient, childUrl } from '#harness'
import { publicKeys } from '../support/ssh-keys.ts'
import {
  deleteAndObserve,
  type Fields,
  observeCreation,
  pollAll,
  requestServer,
  reserveForScenario,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
  volumesOf,
} from './scenario.ts'

/** Sizes in GB that tell the two volumes apart; both are within every bound that is documented. */
export const rootGb = 30
const blankGb = 10

export interface TwoVolumeServer {
  /** The refusal that the blank volume is to blame for. */
  readonly blankRefusal?: ApiResponse
  /** The refusal that device_name is to blame for. */
  readonly deviceNameRefusal?: ApiResponse
  /** The answer to the example; a refusal when the example is to blame. */
  readonly example: ApiResponse
  /** Missing when no such server could be created. */
  readonly sight?: ServerObservation
  readonly volumes?: readonly string[]
  /** What the volume service says of its volumes. Missing where it was not asked or does not tell them apart. */
  readonly stored?: Stored
}

interface Stored {
  readonly root: ApiResponse | undefined
  readonly blank: ApiResponse | undefined
  /** The same two once the server was gone. Missing when it did not go. */
  readonly rootAfter?: ApiResponse
  readonly blankAfter?: ApiResponse
}

export const twoVolumeServer = sharedScenario(async (tools: ScenarioContext): Promise<TwoVolumeServer> => {
  const { given, compute, build } = tools
  await reserveForScenario(tools)
  const { name: key } = await given.keypair({ public_key: publicKeys[0] })
  const root = build.rootVolume({ volume_size: rootGb, delete_on_termination: true })
  const blank = {
    source_type: 'blank',
    destination_type: 'volume',
    boot_index: 1,
    volume_size: blankGb,
    delete_on_termination: false,
  }
  const request = (...block_device_mapping_v2: readonly Fields[]) =>
    requestServer(
      tools,
      build.server('volumes', {
        key_name: key,
        metadata: { os_type: 'linux', login_username: 'root' },
        min_count: 1,
        max_count: 1,
        security_groups: [{ name: 'default' }],
        block_device_mapping_v2,
        ...zoneOf(compute),
      }),
    )
  const named = { ...root, device_name: 'vda' }
  const all = await request(named, blank)
  if (all.isSuccess) return { example: all, ...(await look(tools, all)) }
  const example = await request(named)
  if (example.isSuccess) return { example, blankRefusal: all, ...(await look(tools, example)) }
  const unnamed = await request(root, blank)
  if (unnamed.isSuccess) return { example: unnamed, deviceNameRefusal: example, ...(await look(tools, unnamed)) }
  return { example }
})

/** The example names its zone. */
function zoneOf({ run }: ComputeClient): Fields {
  const { availabilityZone } = run.settings.resources
  return availabilityZone === undefined ? {} : { availability_zone: availabilityZone }
}

async function look(tools: ScenarioContext, created: ApiResponse): Promise<Omit<TwoVolumeServer, 'example'>> {
  const sight = await observeCreation(tools, created)
  const { ids } = await volumesOf(tools, sight)
  if (!tools.compute.run.settings.capabilities.includes('volumeService')) return { sight, volumes: ids }
  return { sight, volumes: ids, stored: await outlive(tools, sight, ids) }
}

const showVolume = (compute: ComputeClient, id: string): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: childUrl(id, `${compute.run.settings.services.blockStorage}/volumes`) })

const idOf = (volume: ApiResponse): string => assumeDefined(volume.string('body/volume/id'), 'A volume has no id.')

/** Deletes the server, reads what has become of its volumes, and removes those that are still there. */
async function outlive(tools: ScenarioContext, sight: ServerObservation, ids: readonly string[]): Promise<Stored> {
  const { compute } = tools
  const { timeouts } = compute.run.settings
  try {
    const volumes = await Promise.all(ids.map((id) => showVolume(compute, id)))
    const blank = volumes.find((volume) => volume.at('body/volume/size') === blankGb)
    const root = volumes.find((volume) => volume !== blank && volume.isSuccess)
    const { last } = await deleteAndObserve(tools, sight.id)
    if (last.status !== 404 || root === undefined) return { root, blank }
    const reads = await pollAll(() => showVolume(compute, idOf(root)), isGone, timeouts.delete)
    const rootAfter = reads.at(-1) ?? reads[0]
    return { root, blank, rootAfter, ...(blank && { blankAfter: await showVolume(compute, idOf(blank)) }) }
  } finally {
    await deleteAndObserve(tools, sight.id)
    for (const id of ids) await removeVolume(compute.withPhase('cleanup'), id)
  }
}

const isGone = (response: ApiResponse): boolean => response.status === 404

/** A volume can be deleted once it is free of its server; until then it is asked again. */
async function removeVolume(compute: ComputeClient, id: string): Promise<void> {
  const url = childUrl(id, `${compute.run.settings.services.blockStorage}/volumes`)
  await pollAll(
    () => compute.request({ method: 'DELETE', url }),
    (response) => response.isSuccess || response.status === 404,
    compute.run.settings.timeouts.delete,
  )
}
