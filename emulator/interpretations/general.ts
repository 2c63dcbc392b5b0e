import { createHash } from 'node:crypto'
import { changed, changedList, fixed, isObject, without } from '../faults/edits.ts'
import { changeStatus, errorMessage, mutateBody, mutateResponse } from '../faults/mutators.ts'
import { badRequest } from '../server/errors.ts'
import { requestIdHeaders } from '../server/request-pipeline.ts'
import type { EmulatorResponse, Json } from '../server/response.ts'
import { readKeypairName } from '../services/compute/keypairs.ts'
import { flavorId } from '../state/flavors.ts'
import { defineInterpretation } from './define-interpretation.ts'

/** Builds every link with the host of another installation. */
function relocateLinks(value: Json): Json {
  if (Array.isArray(value)) return value.map(relocateLinks)
  if (!isObject(value)) return value
  const members = Object.entries(value).map(([key, member]): [string, Json | undefined] => {
    if (key === 'href' && typeof member === 'string')
      return [key, member.replace(/^https?:\/\/[^/]+/, 'http://nova.internal.example:8774')]
    return [key, member === undefined ? member : relocateLinks(member)]
  })
  return Object.fromEntries(members)
}

/** Replaces the MD5 fingerprint of a keypair by one in the form of SHA-256. */
const asSha256 = changed(
  'fingerprint',
  (md5) => `SHA256:${createHash('sha256').update(String(md5)).digest('base64url')}`,
)

const reads = [
  'flavors.list',
  'zones.list',
  'keypairs.list',
  'keypairs.show',
  'servers.list',
  'servers.detail',
  'servers.show',
  'attachments.list',
  'attachments.show',
]

const isOtherTenant = (response: EmulatorResponse): boolean => /^Malformed request URL/.test(errorMessage(response))

/** Headers, status codes, links, versions, flavors, zones and keypairs. */
export const generalInterpretations = [
  defineInterpretation(
    {
      name: 'links-to-other-host',
      ambiguities: ['B-92'],
      description: 'Links have the host of an internal endpoint that clients cannot reach.',
    },
    mutateResponse('*', (response) =>
      response.body === undefined ? response : { ...response, body: relocateLinks(response.body) },
    ),
  ),
  defineInterpretation(
    {
      name: 'no-request-ids',
      ambiguities: ['B-32', 'B-121'],
      description: 'No response has X-Compute-Request-ID, as in later editions of the document.',
      unexpectedBy: ['conventions.request-id', 'conventions.request-id-unique'],
    },
    requestIdHeaders.override(() => ({})),
  ),
  defineInterpretation(
    {
      name: 'reads-203',
      ambiguities: ['B-06'],
      description: 'Reads have the status 203 in place of 200; the document names no status for them.',
    },
    ...reads.map((operation) => changeStatus(operation, 200, 203)),
  ),
  defineInterpretation(
    {
      name: 'rejections-422',
      ambiguities: ['B-06', 'B-109', 'B-116', 'B-124'],
      description: 'Invalid requests are rejected with 422 in place of 400.',
      unexpectedBy: [
        'status.refused-request',
        'keypairs.create.name-length',
        'servers.create.foreign-values-refused',
        'servers.list.bad-query-refused',
        'servers.detail.bad-query-refused',
        'servers.update.name-length',
        'flavors.list.bad-query-refused',
        'attachments.bad-query-refused',
        'attachments.create.twice-refused',
        'servers.resize.same-flavor-refused',
        'errors.malformed-json',
        'keypairs.create.bad-key-refused',
      ],
    },
    mutateResponse('*', (response, context) =>
      isOtherTenant(response) ? response : changeStatus('*', 400, 422).change(response, context),
    ),
  ),
  defineInterpretation(
    {
      name: 'other-tenant-hidden',
      ambiguities: ['B-83'],
      description: 'A path with the id of another tenant leads to 404.',
    },
    mutateResponse('*', (response, context) =>
      /^Malformed request URL/.test(errorMessage(response))
        ? changeStatus('*', 400, 404).change(response, context)
        : response,
    ),
  ),
  defineInterpretation(
    {
      name: 'plain-401',
      ambiguities: ['B-82'],
      description: 'The response without a valid token is a 401 with a plain text.',
    },
    mutateResponse('*', (response) =>
      response.status === 401
        ? { ...response, headers: { 'content-type': 'text/plain' }, body: 'Authentication required' }
        : response,
    ),
  ),
  defineInterpretation(
    {
      name: 'versions-300',
      ambiguities: ['B-78'],
      description: 'The list of versions has the status 300.',
    },
    changeStatus('versions.list', 200, 300),
  ),
  defineInterpretation(
    {
      name: 'versions-v2-only',
      ambiguities: ['B-78'],
      description: 'Only v2.0 is served, as DEPRECATED.',
      unexpectedBy: ['versions.v21'],
    },
    mutateBody(
      'versions.list',
      '',
      changedList('versions', (versions) => versions.slice(0, 1)),
    ),
    mutateBody('versions.list', 'versions.*', fixed('status', 'DEPRECATED')),
  ),
  defineInterpretation(
    {
      name: 'numeric-flavor-ids',
      ambiguities: ['B-33'],
      description: 'Flavors have short numbers as ids, as in the example of the list.',
    },
    flavorId.override((_original, _cloud, _uuid, index) => String(index + 1)),
  ),
  defineInterpretation(
    {
      name: 'zones-without-hosts',
      ambiguities: ['B-38'],
      description: 'Zones have no hosts, as in later editions of the document.',
    },
    mutateBody('zones.list', 'availabilityZoneInfo.*', without('hosts')),
  ),
  defineInterpretation(
    {
      name: 'no-private-key',
      ambiguities: ['B-40'],
      description: 'The response to the creation of a keypair has no private key: the document does not mention one.',
      unexpectedBy: ['keypairs.create.private-key'],
    },
    mutateBody('keypairs.create', 'keypair', without('private_key')),
  ),
  defineInterpretation(
    {
      name: 'sha256-fingerprints-in-reads',
      ambiguities: ['B-41'],
      description:
        'Fingerprints are SHA-256 in show and list and MD5 in the response to the creation, as in the examples.',
      unexpectedBy: ['keypairs.fingerprint-agrees'],
    },
    mutateBody('keypairs.list', 'keypairs.*.keypair', asSha256),
    mutateBody('keypairs.show', 'keypair', asSha256),
  ),
  defineInterpretation(
    {
      name: 'keypair-times-with-zone',
      ambiguities: ['B-44', 'B-46'],
      description: 'The times of a keypair have whole seconds and a trailing Z, like the other times.',
    },
    mutateBody(
      'keypairs.show',
      'keypair',
      changed('created_at', (time) => `${String(time).slice(0, 19)}Z`),
    ),
  ),
  defineInterpretation(
    {
      name: 'keypair-names-restricted',
      ambiguities: ['B-98'],
      description: 'Names of keypairs have only ASCII letters, digits, blanks, hyphens and underscores.',
    },
    readKeypairName.override((original, call, fields) => {
      const name = original(call, fields)
      if (/[^\w -]/.test(name)) throw badRequest('Keypair name contains unsafe characters')
      return name
    }),
  ),
  defineInterpretation(
    {
      name: 'name-absent-in-list',
      ambiguities: ['B-30', 'B-34'],
      description: 'The plain list of servers shows no names: its table has only id and links.',
      unexpectedBy: ['servers.list.name-shown'],
    },
    mutateBody('servers.list', 'servers.*', without('name')),
  ),
]
