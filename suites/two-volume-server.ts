/** The document's first example of a request, with a blank volume beside the root, until its volumes have outlived it or not. */
import { type Answer, arranged, below, type Compute } from '#harness'
import { publicKeys } from './keys.ts'
import {
  ask,
  type Fields,
  once,
  readUntil,
  removeServer,
  roomFor,
  type Sight,
  type Tools,
  volumesOf,
  watchCreated,
} from './situation.ts'

/** Sizes in GB that tell the two volumes apart; both are within every bound that is documented. */
export const rootGb = 30
const blankGb = 10

export interface TwoVolumeServer {
  /** The refusal that the blank volume is to blame for. */
  readonly blankRefusal?: Answer
  /** The refusal that device_name is to blame for. */
  readonly deviceNameRefusal?: Answer
  /** The answer to the example; a refusal when the example is to blame. */
  readonly example: Answer
  /** Missing when no such server could be created. */
  readonly sight?: Sight
  readonly volumes?: readonly string[]
  /** What the volume service says of its volumes. Missing where it was not asked or does not tell them apart. */
  readonly stored?: Stored
}

interface Stored {
  readonly root: Answer | undefined
  readonly blank: Answer | undefined
  /** The same two once the server was gone. Missing when it did not go. */
  readonly rootAfter?: Answer
  readonly blankAfter?: Answer
}

export const twoVolumeServer = once(async (tools: Tools): Promise<TwoVolumeServer> => {
  const { given, compute, draft } = tools
  await roomFor(tools)
  const { name: key } = await given.keypair({ public_key: publicKeys[0] })
  const root = draft.rootVolume({ volume_size: rootGb, delete_on_termination: true })
  const blank = {
    source_type: 'blank',
    destination_type: 'volume',
    boot_index: 1,
    volume_size: blankGb,
    delete_on_termination: false,
  }
  const request = (...block_device_mapping_v2: readonly Fields[]) =>
    ask(
      tools,
      draft.server('volumes', {
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
  if (all.succeeded) return { example: all, ...(await look(tools, all)) }
  const example = await request(named)
  if (example.succeeded) return { example, blankRefusal: all, ...(await look(tools, example)) }
  const unnamed = await request(root, blank)
  if (unnamed.succeeded) return { example: unnamed, deviceNameRefusal: example, ...(await look(tools, unnamed)) }
  return { example }
})

/** The example names its zone. */
function zoneOf({ session }: Compute): Fields {
  const { availabilityZone } = session.settings.resources
  return availabilityZone === undefined ? {} : { availability_zone: availabilityZone }
}

async function look(tools: Tools, created: Answer): Promise<Omit<TwoVolumeServer, 'example'>> {
  const sight = await watchCreated(tools, created)
  const { ids } = await volumesOf(tools, sight)
  if (!tools.compute.session.settings.capabilities.includes('volumeService')) return { sight, volumes: ids }
  return { sight, volumes: ids, stored: await outlive(tools, sight, ids) }
}

const showVolume = (compute: Compute, id: string): Promise<Answer> =>
  compute.elsewhere({ method: 'GET', url: below(id, `${compute.session.settings.services.blockStorage}/volumes`) })

const idOf = (volume: Answer): string => arranged(volume.string('body/volume/id'), 'A volume has no id.')

/** Deletes the server, reads what has become of its volumes, and removes those that are still there. */
async function outlive(tools: Tools, sight: Sight, ids: readonly string[]): Promise<Stored> {
  const { compute } = tools
  const { budgets } = compute.session.settings
  try {
    const volumes = await Promise.all(ids.map((id) => showVolume(compute, id)))
    const blank = volumes.find((volume) => volume.at('body/volume/size') === blankGb)
    const root = volumes.find((volume) => volume !== blank && volume.succeeded)
    const { last } = await removeServer(tools, sight.id)
    if (last.status !== 404 || root === undefined) return { root, blank }
    const reads = await readUntil(() => showVolume(compute, idOf(root)), isGone, budgets.delete)
    const rootAfter = reads.at(-1) ?? reads[0]
    return { root, blank, rootAfter, ...(blank && { blankAfter: await showVolume(compute, idOf(blank)) }) }
  } finally {
    await removeServer(tools, sight.id)
    for (const id of ids) await removeVolume(compute.during('cleanup'), id)
  }
}

const isGone = (answer: Answer): boolean => answer.status === 404

/** A volume can be deleted once it is free of its server; until then it is asked again. */
async function removeVolume(compute: Compute, id: string): Promise<void> {
  const url = below(id, `${compute.session.settings.services.blockStorage}/volumes`)
  await readUntil(
    () => compute.elsewhere({ method: 'DELETE', url }),
    (answer) => answer.succeeded || answer.status === 404,
    compute.session.settings.budgets.delete,
  )
}
