import type { ServerKind } from './pool.ts'
import type { Session } from './session.ts'

/** A change to a draft: members replace those of the draft, `undefined` takes one out. */
export type Change = Readonly<Record<string, unknown>>

export interface ServerDraft {
  readonly server: Readonly<Record<string, unknown>>
}

/** A root volume of the smallest size that every rule of the document allows. */
export const rootVolumeGb = 20

/** How a server is put on a network: by subnet where the vendor's dialect is asked for and one is known, else by network id. */
function networks({ settings }: Session): readonly Record<string, string>[] | undefined {
  const { network, subnet } = settings.resources
  if (network !== undefined) return [{ uuid: network }]
  return subnet === undefined ? undefined : [{ subnet }]
}

/** The block device that a server boots from: a volume made from its image. */
export const rootVolume = (image: string | undefined, change: Change = {}): Record<string, unknown> => ({
  source_type: 'image',
  destination_type: 'volume',
  uuid: image,
  boot_index: 0,
  volume_size: rootVolumeGb,
  delete_on_termination: true,
  ...change,
})

/**
 * The body of a request for a server that is legal in every respect: what the document requires, and nothing more.
 * Families other than u need their root volume spelled out; u2 boots from the host's disk.
 */
export function serverDraft(
  session: Session,
  what: string,
  change: Change = {},
  kind: ServerKind = 'ordinary',
): ServerDraft {
  const { resources } = session.settings
  const onVolume = kind === 'ordinary' && resources.bootVolume === true
  const server: Record<string, unknown> = {
    name: session.name(what),
    imageRef: resources.image,
    flavorRef: kind === 'local' ? resources.localFlavor : resources.flavor,
    ...(networks(session) ? { networks: networks(session) } : {}),
    ...(resources.availabilityZone === undefined ? {} : { availability_zone: resources.availabilityZone }),
    ...(onVolume ? { block_device_mapping_v2: [rootVolume(resources.image)] } : {}),
    ...change,
  }
  return { server: Object.fromEntries(Object.entries(server).filter(([, value]) => value !== undefined)) }
}
