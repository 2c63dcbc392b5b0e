import { createImage } from '../../transitions/create-image.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'

/** Faults in which images are incomplete, depending on the status of the server, an earlier image, or the number of pairs. */
export const deepImageFaults = [
  defineFault(
    'deep-image-first-pair-only',
    'images.create.metadata',
    'An image has only the first pair of the metadata of the request.',
    createImage.override((original, cloud, server, request) =>
      original(cloud, server, {
        ...request,
        metadata: Object.fromEntries(Object.entries(request.metadata).slice(0, 1)),
      }),
    ),
  ),
  defineFault(
    'deep-image-of-stopped-never-active',
    'images.create.becomes-active',
    'An image of a stopped server stays in queued.',
    createImage.overrideWhen(
      (_cloud, { vmState }) => vmState === 'stopped',
      (original, cloud, server, request) => {
        const image = original(cloud, server, request)
        cloud.scheduler.cancel(server.id)
        server.taskState = null
        return image
      },
    ),
  ),
  defineStatefulFault(
    'deep-second-image-without-metadata',
    'images.create.metadata',
    'Only the first image of a server has the metadata of the request.',
    () => {
      const ids = new Set<string>()
      return [
        createImage.override((original, cloud, server, request) => {
          const isFirst = !ids.has(server.id)
          ids.add(server.id)
          return original(cloud, server, isFirst ? request : { ...request, metadata: {} })
        }),
      ]
    },
  ),
]
