import { requestedServer } from '../faults/servers/create/create-request-edits.ts'
import { badRequest } from '../server/errors.ts'
import type { JsonObject } from '../server/response.ts'
import { readCreateRequest } from '../validation/server-create.ts'

/** Rejects the create requests whose server meets a condition. */
export function rejects(reason: string, condition: (server: JsonObject) => boolean) {
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
