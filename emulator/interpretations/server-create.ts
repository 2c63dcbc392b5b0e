import { isObject } from '../faults/edits.ts'
import { mutateResponse } from '../faults/mutators.ts'
import { hasEntry, rejectServer, requestedServer } from '../faults/servers/create/create-request-edits.ts'
import { ApiError } from '../server/errors.ts'
import type { JsonObject } from '../server/response.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { serverNames } from '../transitions/create-servers.ts'
import { type CreateRequest, readCreateRequest } from '../validation/server-create.ts'
import { planServer } from '../validation/server-plan.ts'
import { defineInterpretation } from './define-interpretation.ts'

const omits = (key: string) => (server: JsonObject) => server[key] === undefined || server[key] === null

/** Returns a request that ends in ERROR: the flavor is larger than any host, and nothing else can be wrong. */
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
    rejectServer('key_name is required.', omits('key_name')),
  ),
  defineInterpretation(
    {
      name: 'one-network-key',
      ambiguities: ['B-08'],
      description: 'An entry of networks that names more than one of network, subnet, port and fixed IP is rejected.',
      unexpectedBy: ['servers.create.network-fixed-ip'],
    },
    rejectServer('An entry of networks has exactly one key.', ({ networks }) =>
      hasEntry(networks, (entry) => Object.keys(entry).length > 1),
    ),
  ),
  defineInterpretation(
    {
      name: 'fixed-ip-needs-network',
      ambiguities: ['B-09'],
      description: 'A fixed IP without the network or subnet it belongs to is rejected.',
    },
    rejectServer('fixed_ip needs a network.', ({ networks }) =>
      hasEntry(
        networks,
        ({ fixed_ip, uuid, subnet }) => fixed_ip !== undefined && uuid === undefined && subnet === undefined,
      ),
    ),
  ),
  defineInterpretation(
    {
      name: 'one-server-per-request',
      ambiguities: ['B-16'],
      description: 'max_count above 1 is rejected: only the examples have it, with 1.',
      unexpectedBy: ['servers.create.counts'],
    },
    rejectServer('max_count must be 1.', ({ max_count: most, min_count: least }) => Number(most ?? least ?? 1) > 1),
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
    rejectServer('Bad personality format: missing content', ({ personality }) =>
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
    rejectServer('Bad personality format: missing contents', ({ personality }) =>
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
    rejectServer(
      'A metadata pair is too long.',
      ({ metadata }) =>
        isObject(metadata) && Object.entries(metadata).some(([key, value]) => key.length + String(value).length > 255),
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
