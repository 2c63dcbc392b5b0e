/** A server with every attribute that a later action could lose: a key, metadata, a second group, volume and interface, a server group. */
import type { ComputeClient } from '#harness'
import { publicKeys } from '../keypairs.ts'
import { orNone } from '../or-none.ts'
import { schedulerHint } from '../server-groups.ts'
import { type RequestedServer, requestServerById } from './active-server.ts'

/** The fixtures of a test that requests such a server. */
export interface EquipmentFixtures {
  readonly given: {
    keypair(body: { readonly public_key: string }): Promise<{ readonly name: string }>
    serverGroup(): Promise<{ readonly id: string }>
  }
  readonly compute: ComputeClient
  readonly build: {
    server(
      label: string,
      overrides?: object,
      kind?: 'ordinary' | 'local',
    ): { readonly server: Readonly<Record<string, unknown>> }
    rootVolume(overrides?: object): object
  }
}

interface EquippedServer extends RequestedServer {
  readonly name: string
  /** The name of its keypair, if it has one. */
  readonly key: string | undefined
  /** The id of its server group, if its request named one. */
  readonly group?: string
  /** The number of networks in its request. */
  readonly interfaces: number
}

const blankVolume = {
  source_type: 'blank',
  destination_type: 'volume',
  boot_index: -1,
  volume_size: 10,
  delete_on_termination: true,
}

/** Returns the key, the metadata and the groups of the request, as far as they are available. */
async function requestedValues({ given, compute }: EquipmentFixtures, label: string) {
  const { resources } = compute.run.settings
  const key = await orNone(given.keypair({ public_key: publicKeys[0] }))
  const groups = resources.securityGroup === undefined ? [] : ['default', resources.securityGroup]
  const fields = {
    metadata: { label, purpose: 'conformance' },
    ...(key && { key_name: key.name }),
    ...(groups.length > 0 && { security_groups: groups.map((name) => ({ name })) }),
  }
  return { key: key?.name, fields }
}

/**
 * A part of a name about which the document says nothing: upper case, characters beyond ASCII, an accent that is a separate character, and
 * characters that need escaping in other formats. None of them has a meaning in the regular expression of a filter, but for the dot.
 */
const unusualPart = `Eq_u.i  "홀로" & <e\u0301> 'a' %41`

/**
 * Requests such a server with an unusual name, if possible on two networks. If the target rejects that, requests one with an ordinary name,
 * then one on one network, then one with a single interface, then one with only the required fields.
 */
export async function requestEquippedServer(fixtures: EquipmentFixtures, label: string): Promise<EquippedServer> {
  const { compute, build } = fixtures
  const { key, fields: values } = await requestedValues(fixtures, label)
  const plain = build.server(label)
  const { block_device_mapping_v2: devices, networks } = plain.server
  const equipment = {
    ...values,
    ...(Array.isArray(devices) && { block_device_mapping_v2: [...devices, blankVolume] }),
  }
  const own = Array.isArray(networks) ? networks : []
  const other = compute.run.settings.resources.otherNetwork
  const group =
    compute.run.settings.edition === '2020-03' ? undefined : (await orNone(fixtures.given.serverGroup()))?.id
  const twoInterfaces = { ...equipment, networks: [...own, ...own] }
  const severalNetworks = { ...equipment, networks: [...own, ...own, { uuid: other }] }
  const request = async (fields: object, hint?: string): Promise<EquippedServer> => {
    const server: Readonly<Record<string, unknown>> = { ...plain.server, ...fields }
    const requested = await requestServerById(compute, { server, ...(hint && schedulerHint(hint)) })
    const interfaces = Array.isArray(server['networks']) ? server['networks'].length : 0
    return { ...requested, name: String(server['name']), key, interfaces, ...(hint && { group: hint }) }
  }
  const tentatively = async (fields: object) => {
    const requested = await orNone(request(fields, group))
    return requested && { ...requested, isTentative: true }
  }
  const widest = other ? severalNetworks : twoInterfaces
  const { name } = build.server(`${label} ${unusualPart}`).server
  const onOwn = async () => (own.length > 0 ? orNone(request(twoInterfaces)) : undefined)
  return (
    (own.length > 0 ? await tentatively({ ...widest, name }) : undefined) ??
    (other && own.length > 0 ? await tentatively(severalNetworks) : undefined) ??
    (group && own.length > 0 ? await tentatively(twoInterfaces) : undefined) ??
    (await onOwn()) ??
    (await orNone(request(equipment))) ??
    request({})
  )
}

/** Requests a server with a local disk, a key, metadata and two groups or, if the target rejects that, one without them. */
export async function requestLocalServer(fixtures: EquipmentFixtures, label: string): Promise<RequestedServer> {
  const { compute, build } = fixtures
  const { fields } = await requestedValues(fixtures, label)
  const request = (overrides: object) => requestServerById(compute, build.server(label, overrides, 'local'))
  const full = await compute.run.createShape.withLocalDevice(
    () => orNone(request(fields)),
    (requested) => requested !== undefined,
  )
  return full ?? request({})
}
