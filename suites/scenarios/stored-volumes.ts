/** The volumes of a server in the block storage service, before and after the server is deleted. */
import {
  type ApiResponse,
  assumeDefined,
  deleteVolume,
  hasValueMatching,
  isRejected,
  type Matcher,
  type Mismatch,
  recordKeptVolume,
} from '#harness'
import type { TargetResources } from '#model'
import { orNone } from '../support/or-none.ts'
import { showNewVolume, showVolume } from '../support/volumes.ts'
import { deleteAndObserve, isDeletedOrNotFound, type ScenarioContext, type ServerObservation } from './scenario.ts'

/** The sizes in GB by which the volumes are distinguished, within all documented bounds. */
export const volumeSizes = { root: 30, blank: 10, defaulted: 11 } as const

/** Returns the size of the root volume, which the image may need to be larger. */
export const rootSizeOf = ({ rootVolumeGb = 0 }: TargetResources): number => Math.max(volumeSizes.root, rootVolumeGb)

/** The responses of the volume service; undefined for a volume that it does not show. */
export interface StoredVolumes {
  /** Every volume that the service shows. */
  readonly volumes: readonly ApiResponse[]
  readonly root: ApiResponse | undefined
  readonly blank: ApiResponse | undefined
  /** The root volume after the server was deleted; undefined when the server was still found. */
  readonly rootAfterDelete?: ApiResponse
  readonly blankAfterDelete?: ApiResponse
  /** The volume that was requested without `delete_on_termination`. */
  readonly defaultedAfterDelete?: ApiResponse
}

/** Pointer to the size of a volume, in GB. */
export const sizePointer = 'body/volume/size'

/** Matches if the response to a read after the deletion of the server no longer shows the volume. */
export const isDeletedVolume = (volume: ApiResponse): Matcher =>
  hasValueMatching('body/volume/id', 'deleted with the server', () => isRejected(volume) === undefined)

/** Matches if the response to a read after the deletion of the server shows the volume, which is not being deleted. */
export const isKeptVolume = (volume: ApiResponse): Matcher =>
  hasValueMatching(
    'body/volume/status',
    'the status of a volume that is kept',
    (status) => volume.isSuccess && status !== 'deleting',
  )

/** Finds that one of three volumes is smaller than it was requested, by their sizes. A service may round a size up. */
export function findTooSmall(sizes: readonly unknown[]): Mismatch | undefined {
  const small = sizes.filter((size) => Number(size) < volumeSizes.defaulted)
  if (sizes.length < 3 || small.length < 2) return undefined
  const [expected, actual] = [Object.values(volumeSizes), sizes].map((each) => each.join(', '))
  const message = 'A volume is smaller than it was requested.'
  return { message, at: sizePointer, expected: String(expected), actual: String(actual) }
}

const idOf = (volume: ApiResponse): string => assumeDefined(volume.string('body/volume/id'), 'A volume has no id.')

/** Shows the volumes, deletes the server, shows the volumes again, and deletes those that still exist. */
export async function observeStoredVolumes(
  ctx: ScenarioContext,
  server: ServerObservation,
  volumeIds: readonly string[],
): Promise<StoredVolumes> {
  const { compute } = ctx
  for (const id of volumeIds) recordKeptVolume(compute, id)
  try {
    const shown = await Promise.all(volumeIds.map((id) => showNewVolume(compute, id)))
    const volumes = shown.filter(({ isSuccess }) => isSuccess)
    const ofSize = (size: number) => volumes.filter((volume) => volume.at(sizePointer) === size)
    // Two volumes of one size cannot be told apart.
    const onlyOfSize = (size: number) => (ofSize(size).length === 1 ? ofSize(size)[0] : undefined)
    const [blank, defaulted] = [onlyOfSize(volumeSizes.blank), onlyOfSize(volumeSizes.defaulted)]
    const root =
      ofSize(rootSizeOf(compute.run.settings.resources))[0] ??
      volumes.find((volume) => volume !== blank && volume !== defaulted)
    const deletion = await orNone(deleteAndObserve(ctx, server.id))
    if (!deletion || !isDeletedOrNotFound(deletion.last) || root === undefined) return { volumes, root, blank }
    const { value: rootAfterDelete } = await compute.poll(
      () => showVolume(compute, idOf(root)),
      (volume) => isRejected(volume) === undefined,
      'delete',
      'the root volume',
    )
    const blankAfterDelete = blank && (await showVolume(compute, idOf(blank)))
    const defaultedAfterDelete = defaulted && (await showVolume(compute, idOf(defaulted)))
    return {
      volumes,
      root,
      blank,
      rootAfterDelete,
      ...(blankAfterDelete && { blankAfterDelete }),
      ...(defaultedAfterDelete && { defaultedAfterDelete }),
    }
  } finally {
    const deletion = await orNone(deleteAndObserve(ctx, server.id))
    // The volumes of a server that still exists cannot be deleted; cleanup reports them.
    if (deletion && isDeletedOrNotFound(deletion.last))
      for (const id of volumeIds) await deleteVolume(compute.withPhase('cleanup'), id)
  }
}
