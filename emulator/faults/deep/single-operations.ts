import { badRequest } from '../../server/errors.ts'
import { readMinDisk, readMinRam } from '../../services/compute/flavors.ts'
import { findKeypair, requireUnusedName } from '../../services/compute/keypairs.ts'
import { defineFault } from '../define-fault.ts'
import { isCallOf } from '../list-queries.ts'
import { mutateResponse } from '../mutators.ts'
import { badRequestResponse } from '../responses.ts'

const parametersOf = (url: string): string[] => [...new URL(url).searchParams.keys()]

/** Faults in which a single operation violates a convention, or does not show the effect of a request. */
export const singleOperationFaults = [
  defineFault(
    'deep-keypairs-unknown-parameter-refused',
    'conventions.unknown-parameters-ignored',
    'The list of keypairs rejects query parameters.',
    mutateResponse('keypairs.list', (response, { request }) =>
      parametersOf(request.url).length > 0 ? badRequestResponse : response,
    ),
  ),
  defineFault(
    'deep-attachments-unknown-parameter-empties',
    'conventions.unknown-parameters-ignored',
    'The list of attachments with an unknown parameter is empty.',
    mutateResponse('attachments.list', (response, { request }) =>
      parametersOf(request.url).some((name) => name !== 'limit' && name !== 'offset')
        ? { ...response, body: { volumeAttachments: [] } }
        : response,
    ),
  ),
  defineFault(
    'deep-flavors-small-min-ram-lost-beside-min-disk',
    'flavors.list.min-ram',
    'flavors.list ignores a minRam below 2048 when the request has minDisk too.',
    readMinRam.overrideWhen(isCallOf('flavors.list'), (original, call) =>
      readMinDisk(call) > 0 && original(call) < 2048 ? 0 : original(call),
    ),
  ),
  defineFault(
    'deep-keypairs-of-one-name-at-once',
    'keypairs.create.duplicate-refused',
    'Two simultaneous requests both create a keypair with the same name.',
    requireUnusedName.override((original, call, name) => {
      const pair = call.cloud.keypairs.find(call.user.id, name)
      const isRecent = pair !== undefined && call.cloud.clock.now() - pair.createdAt < 100
      if (!isRecent) original(call, name)
    }),
  ),
  defineFault(
    'deep-deleted-keypair-as-bad-request',
    'status.not-found',
    'The response for a keypair that was deleted is 400.',
    findKeypair.override((original, call) => {
      const name = call.param('keypair')
      const { keypairs } = call.cloud
      const isDeleted = keypairs.find(call.user.id, name) === undefined && keypairs.wasNameUsed(call.user.id, name)
      if (isDeleted) throw badRequest(`Keypair ${name} was deleted.`)
      return original(call)
    }),
  ),
]
