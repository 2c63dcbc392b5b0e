/** Checks that the lists find a server by its flavor. */
import { allOf, type ComputeClient, isSuccess, type Verify } from '#harness'
import { verifyNotListedByFormer } from './former-server.ts'
import { containsServer, listReader, narrowToServers, type ServerList } from './server-list.ts'

interface Flavored {
  readonly id: string
  readonly name: string
  readonly flavor: string
  /** The flavor before a resize; undefined for a server that was not resized. */
  readonly former: string | undefined
}

/** Verifies that a list finds the server by its flavor, and not by its former one. */
export async function verifyListedFlavor(
  verify: Verify,
  compute: ComputeClient,
  list: ServerList,
  { id, name, flavor, former }: Flavored,
): Promise<void> {
  const read = listReader(compute, list)
  const finds = verify(list.requirements.flavor)
  // A list that leaves out the server, or cannot be filtered by name, shows nothing about the flavor.
  const narrow = await narrowToServers(read, [{ id, name }])
  await finds.eventually(() => read({ ...narrow, flavor }), allOf(isSuccess, containsServer(id)))
  const readByFormer = () => read({ ...narrow, flavor: former ?? '' })
  if (former !== undefined) await verifyNotListedByFormer(finds, list, readByFormer, { id, former: 'flavor' })
  verify.complete(list.requirements.flavor)
}
