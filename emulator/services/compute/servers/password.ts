import { noContent } from '../../../server/response.ts'
import { type Operation, readOperation } from '../../operation.ts'
import { findServer } from './lookup.ts'

const path = '/servers/:server/os-server-password'

/** The encrypted password that a guest posts to the metadata service. No guest runs here, so it is always empty. */
export const passwordOperations: readonly Operation[] = [
  readOperation('servers.password', path, (call) => {
    findServer(call)
    return { password: '' }
  }),
  {
    name: 'servers.password.clear',
    method: 'DELETE',
    path,
    handle: (call) => {
      findServer(call)
      return noContent
    },
  },
]
