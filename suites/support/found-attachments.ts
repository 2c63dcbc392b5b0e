import type { ApiResponse, ComputeClient } from '#harness'

/**
 * How long a 404 may mean that a replica does not know a new server or attachment yet, in milliseconds; later, the target does not have the
 * route.
 */
export const maxNotFoundMs = 5_000

/** Lists the attachments of a server. Reads them again while the replica that responds may not know the server yet. */
export async function listFoundAttachments(compute: ComputeClient, serverId: string): Promise<ApiResponse> {
  const read = () => compute.call('listVolumeAttachments', { path: { serverId } })
  const isFound = ({ status }: ApiResponse) => status !== 404
  const isFinal = (_: ApiResponse, elapsedMs: number) => elapsedMs > maxNotFoundMs
  return (await compute.poll(read, isFound, 'propagation', `attachments of ${serverId}`, isFinal)).value
}
