import { isObject } from '../faults/edits.ts'
import { mutateResponse } from '../faults/mutators.ts'
import { hasEntry, requestedServer } from '../faults/servers/create-request-edits.ts'
import { ApiError, badRequest } from '../server/errors.ts'
import type { JsonObject } from '../server/response.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { serverNames } from '../transitions/create-servers.ts'
import { type CreateRequest, readCreateRequest } from '../validation/server-create.ts'
import { planServer } from '../validation/server-plan.ts'
import { planVolume, rootSizeBounds } from '../validation/volumes.ts'
import { defineInterpretation } from './define-interpretation.ts'

/** Rejects the create requests whose server meets a condition. */
function rejects(reason: string, condition: (server: JsonObject) => boolean) {
  return readCreateRequest.overrideWhen(
    (_cloud, body) => {
      const server = requestedServer(body)
      return server !== undefined && condition(server)
    },
    (original, cloud, body) => {
      original(cloud, body)
      throw badRequest(reason)
    },
  )
}

const omits = (key: string) => (server: JsonObject) => server[key] === undefined || server[key] === null

/** A request that ends in ERROR: the flavor is larger than any host, and nothing else can be wrong. */
function failingRequest(cloud: CloudState, request: CreateRequest): CreateRequest {
  const image = [...cloud.images.values()].find(
    ({ tenantId, properties }) => tenantId === undefined && properties['os_type'] === 'linux',
  )
  const subnet = [...cloud.networking.subnets.values()][0]
  const uuid = image?.id ?? ''
  return {
    ...request,
    flavorRef: cloud.flavors.find(({ vcpus }) => vcpus > 64)?.id ?? request.flavorRef,
    imageRef: uuid,
    keyName: null,
    zone: undefined,
    groupNames: ['default'],
    networks: subnet === undefined ? request.networks : [{ subnet: subnet.id }],
    blockDevices: [
      {
        source_type: 'image',
        destination_type: 'volume',
        boot_index: 0,
        uuid,
        volume_size: 50,
        delete_on_termination: true,
      },
    ],
  }
}

/** Requests to create servers. */
export const createInterpretations = [
  defineInterpretation(
    {
      name: 'create-fails-later',
      ambiguities: ['B-79', 'B-22', 'B-88'],
      description: 'A create with a bad reference or a broken rule is accepted, and the server ends in ERROR.',
      unexpectedBy: ['servers.create.foreign-values-refused', 'status.refused-request'],
    },
    planServer.override((original, cloud, user, request) => {
      try {
        return original(cloud, user, request)
      } catch (error) {
        if (!(error instanceof ApiError) || /^Invalid input/.test(error.message)) throw error
        return { ...original(cloud, user, failingRequest(cloud, request)), name: request.name }
      }
    }),
  ),
  defineInterpretation(
    {
      name: 'key-name-required',
      ambiguities: ['B-21'],
      description: 'A create without key_name is rejected.',
      reportedBy: { 'servers.create.key-name-required': 'refused' },
    },
    rejects('key_name is required.', omits('key_name')),
  ),
  defineInterpretation(
    {
      name: 'one-network-key',
      ambiguities: ['B-08'],
      description: 'An entry of networks that names more than one of network, subnet, port and fixed IP is rejected.',
      unexpectedBy: ['servers.create.network-fixed-ip'],
    },
    rejects('An entry of networks has exactly one key.', ({ networks }) =>
      hasEntry(networks, (entry) => Object.keys(entry).length > 1),
    ),
  ),
  defineInterpretation(
    {
      name: 'fixed-ip-needs-network',
      ambiguities: ['B-09'],
      description: 'A fixed IP without the network or subnet it belongs to is rejected.',
    },
    rejects('fixed_ip needs a network.', ({ networks }) =>
      hasEntry(
        networks,
        ({ fixed_ip, uuid, subnet }) => fixed_ip !== undefined && uuid === undefined && subnet === undefined,
      ),
    ),
  ),
  defineInterpretation(
    {
      name: 'root-device-required',
      ambiguities: ['B-14'],
      description: 'A list of block devices without boot_index 0 is rejected, as in Nova.',
    },
    rejects(
      'Block Device Mapping is Invalid: Boot sequence.',
      ({ block_device_mapping_v2: devices }) =>
        Array.isArray(devices) &&
        devices.length > 0 &&
        !hasEntry(devices, ({ boot_index: index }) => Number(index) === 0),
    ),
  ),
  defineInterpretation(
    {
      name: 'delete-on-termination-boolean',
      ambiguities: ['B-15'],
      description: 'delete_on_termination must be a Boolean; the 1 of the example is rejected.',
    },
    rejects('delete_on_termination is not a boolean.', ({ block_device_mapping_v2: devices }) =>
      hasEntry(devices, ({ delete_on_termination: value }) => value !== undefined && typeof value !== 'boolean'),
    ),
  ),
  defineInterpretation(
    {
      name: 'device-name-rejected',
      ambiguities: ['B-13'],
      description: 'A block device with a device_name, which only the example has, is rejected.',
      unexpectedBy: ['servers.create.device-name'],
    },
    rejects('Unknown attribute device_name.', ({ block_device_mapping_v2: devices }) =>
      hasEntry(devices, ({ device_name: name }) => name !== undefined),
    ),
  ),
  defineInterpretation(
    {
      name: 'one-server-per-request',
      ambiguities: ['B-16'],
      description: 'max_count above 1 is rejected: only the examples have it, with 1.',
      unexpectedBy: ['servers.create.counts'],
    },
    rejects('max_count must be 1.', ({ max_count: most, min_count: least }) => Number(most ?? least ?? 1) > 1),
  ),
  defineInterpretation(
    {
      name: 'same-name-for-several',
      ambiguities: ['B-16'],
      description: 'Several servers of one request have the same name.',
    },
    serverNames.override((_original, _cloud, { name, count }) => Array.from({ length: count }, () => name)),
  ),
  defineInterpretation(
    {
      name: 'personality-content',
      ambiguities: ['B-17'],
      description: 'An injected file has the key content, as in the document; contents is rejected.',
      reportedBy: { 'servers.create.personality': 'content' },
    },
    rejects('Bad personality format: missing content', ({ personality }) =>
      hasEntry(personality, ({ content }) => content === undefined),
    ),
  ),
  defineInterpretation(
    {
      name: 'personality-contents',
      ambiguities: ['B-17'],
      description: 'An injected file has the key contents, as in Nova; content is rejected.',
      reportedBy: { 'servers.create.personality': 'contents' },
    },
    rejects('Bad personality format: missing contents', ({ personality }) =>
      hasEntry(personality, ({ contents }) => contents === undefined),
    ),
  ),
  defineInterpretation(
    {
      name: 'user-data-limit-decoded',
      ambiguities: ['B-18'],
      description: 'The limit of user_data applies to the script before it is encoded.',
      reportedBy: { 'servers.create.user-data-limit': 'decoded' },
    },
    readCreateRequest.overrideWhen(
      (_cloud, body) => {
        const script = requestedServer(body)?.['user_data']
        return (
          typeof script === 'string' && script.length > 65_535 && Buffer.from(script, 'base64').byteLength <= 65_535
        )
      },
      (original, cloud, body) =>
        original(cloud, isObject(body) ? { server: { ...requestedServer(body), user_data: '' } } : body),
    ),
  ),
  defineInterpretation(
    {
      name: 'metadata-limit-of-pair',
      ambiguities: ['B-19'],
      description: 'The key and the value of a metadata pair have at most 255 characters together.',
      reportedBy: { 'servers.create.metadata-limit': 'pair' },
    },
    rejects(
      'A metadata pair is too long.',
      ({ metadata }) =>
        isObject(metadata) && Object.entries(metadata).some(([key, value]) => key.length + String(value).length > 255),
    ),
  ),
  defineInterpretation(
    {
      name: 'root-disk-of-20',
      ambiguities: ['B-23'],
      description: 'The smallest root disk of a Linux image is 20 GB, and the largest has 1000 GB.',
    },
    rootSizeBounds.override((original, cloud, image) => ({
      least: Math.max(20, original(cloud, image).least),
      most: 1000,
    })),
  ),
  defineInterpretation(
    {
      name: 'volume-size-of-image',
      ambiguities: ['B-13'],
      description: 'The volume_size of a root volume may be absent; the volume is then as large as the image demands.',
    },
    planVolume.overrideWhen(
      (_cloud, _tenantId, { source, size }) => source === 'image' && size === undefined,
      (original, cloud, tenantId, device, isRoot) => original(cloud, tenantId, { ...device, size: 50 }, isRoot),
    ),
  ),
  defineInterpretation(
    {
      name: 'volume-source-copied',
      ambiguities: ['B-87'],
      description: 'A block device with the source volume becomes a new volume, as the document says.',
    },
    planVolume.overrideWhen(
      (_cloud, _tenantId, { source }, isRoot) => source === 'volume' && !isRoot,
      (original, cloud, tenantId, device, isRoot) => {
        const plan = original(cloud, tenantId, device, isRoot)
        if (!('volume' in plan.source)) return plan
        const { size, bootable, type } = plan.source.volume
        return { ...plan, source: { fresh: { size, bootable, type, snapshotId: null, metadata: {} } } }
      },
    ),
  ),
  defineInterpretation(
    {
      name: 'networks-rejected-late',
      ambiguities: ['B-11'],
      description: 'A create without networks is rejected with 409, as in Nova when there are several.',
      unexpectedBy: ['status.refused-request'],
    },
    mutateResponse('servers.create', (response, { body }) => {
      const server = requestedServer(body)
      return response.status === 400 && server !== undefined && server['networks'] === undefined
        ? {
            ...response,
            status: 409,
            body: { conflictingRequest: { code: 409, message: 'Multiple possible networks found.' } },
          }
        : response
    }),
  ),
]
