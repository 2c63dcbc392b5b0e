/** A server with every attribute that a later action could lose: a key, metadata, and a second group, volume and interface. */
import type { ComputeClient } from '#harness'
import { publicKeys } from '../keypairs.ts'
import { orNone } from '../or-none.ts'
import { type RequestedServer, requestServerById } from './active-server.ts'

interface Fixtures {
  readonly given: { keypair(body: { readonly public_key: string }): Promise<{ readonly name: string }> }
  readonly compute: ComputeClient
  readonly build: {
    server(label: string, overrides?: object): { readonly server: Readonly<Record<string, unknown>> }
    rootVolume(overrides?: object): object
  }
}

interface EquippedServer extends RequestedServer {
  readonly name: string
  /** The name of its keypair, if it has one. */
  readonly key: string | undefined
}

const blankVolume = {
  source_type: 'blank',
  destination_type: 'volume',
  boot_index: -1,
  volume_size: 10,
  delete_on_termination: true,
}

/** Requests an equipped server; if the target rejects it, one with a single interface, and then one with only the required fields. */
export async function requestEquippedServer(
  { given, compute, build }: Fixtures,
  label: string,
): Promise<EquippedServer> {
  const { resources } = compute.run.settings
  const key = await orNone(given.keypair({ public_key: publicKeys[0] }))
  const groups = resources.securityGroup === undefined ? [] : ['default', resources.securityGroup]
  const plain = build.server(label)
  const { block_device_mapping_v2: devices, networks } = plain.server
  const equipment = {
    metadata: { label, purpose: 'conformance' },
    ...(key && { key_name: key.name }),
    ...(groups.length > 0 && { security_groups: groups.map((name) => ({ name })) }),
    ...(Array.isArray(devices) && { block_device_mapping_v2: [...devices, blankVolume] }),
  }
  const twoInterfaces = Array.isArray(networks) ? { networks: [...networks, ...networks] } : {}
  const request = async (fields: object) => {
    const body = { server: { ...plain.server, ...fields } }
    return { ...(await requestServerById(compute, body)), name: String(plain.server['name']), key: key?.name }
  }
  return (
    (await orNone(request({ ...equipment, ...twoInterfaces }))) ?? (await orNone(request(equipment))) ?? request({})
  )
}
