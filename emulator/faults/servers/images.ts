import { badRequest } from '../../server/errors.ts'
import { readImageName, requireImageable } from '../../services/compute/actions/create-image.ts'
import { createImage } from '../../transitions/create-image.ts'
import { preconditions, requireState } from '../../transitions/preconditions.ts'
import { defineFault } from '../define-fault.ts'
import { insteadOfSuccess, mutateResponse, withoutHeader } from '../mutators.ts'
import { errorResponse, nonexistentId } from '../responses.ts'
import { allowedInAnyState, endsWith } from './actions.ts'

/** Faults of creating images of servers. */
export const imageFaults = [
  defineFault(
    'create-image-refused',
    'images.create.accepted',
    'No image can be created.',
    requireImageable.override(() => {
      throw badRequest('Images are not supported.')
    }),
  ),
  defineFault(
    'create-image-in-any-state',
    'images.create.states',
    'An image can be created in any state.',
    ...allowedInAnyState(preconditions.createImage),
  ),
  defineFault(
    'create-image-only-when-stopped',
    'images.create.states',
    'An image can be created only of a stopped server.',
    requireImageable.override((original, call, server, fields) => {
      requireState(call.cloud, server, preconditions.start)
      original(call, server, fields)
    }),
  ),
  defineFault(
    'create-image-of-any-flavor',
    'images.create.u2-only',
    'An image can be created of a server with any flavor.',
    requireImageable.override((_original, { cloud }, server) => requireState(cloud, server, preconditions.createImage)),
  ),
  defineFault(
    'create-image-never-active',
    'images.create.becomes-active',
    'A new image stays in saving.',
    endsWith('createImage', () => undefined),
  ),
  defineFault(
    'create-image-never-found',
    'images.create.becomes-active',
    'The image service does not find a new image.',
    insteadOfSuccess('image.show', errorResponse(404, 'itemNotFound', 'No image was found.')),
  ),
  defineFault(
    'create-image-name-ignored',
    'images.create.named',
    'A new image has another name than the request.',
    createImage.override((original, cloud, server, request) =>
      original(cloud, server, { ...request, name: `${server.name}-snapshot` }),
    ),
  ),
  defineFault(
    'create-image-name-optional',
    'images.create.name-required',
    'An image can be created without a name.',
    readImageName.overrideWhen(
      (_call, { name }) => name === undefined,
      () => 'unnamed',
    ),
  ),
  defineFault(
    'create-image-metadata-refused',
    'images.create.metadata',
    'A request for an image with metadata is rejected.',
    requireImageable.overrideWhen(
      (_call, _server, { metadata }) => metadata !== undefined,
      () => {
        throw badRequest('Metadata is not supported.')
      },
    ),
  ),
  defineFault(
    'create-image-metadata-lost',
    'images.create.metadata',
    'A new image has none of the metadata of the request.',
    createImage.override((original, cloud, server, request) => original(cloud, server, { ...request, metadata: {} })),
  ),
  defineFault(
    'create-image-location-missing',
    'images.create.location',
    'The response to createImage has no Location.',
    mutateResponse('servers.action', (response) => withoutHeader(response, 'location')),
  ),
  defineFault(
    'create-image-location-to-collection',
    'images.create.location',
    'The Location of createImage is the collection of images instead of the new image.',
    mutateResponse('servers.action', (response) => {
      const location = response.headers['location']?.replace(/\/[^/]+$/, '')
      return location === undefined ? response : { ...response, headers: { ...response.headers, location } }
    }),
  ),
  defineFault(
    'create-image-id-differs',
    'images.create.image-id',
    'The image id in the body of createImage differs from the one in Location.',
    mutateResponse('servers.action', (response) =>
      'location' in response.headers ? { ...response, body: { image_id: nonexistentId } } : response,
    ),
  ),
]
