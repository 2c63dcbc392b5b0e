import { respond } from '../proxy-rules.ts'
import type { ComposedTarget } from './composed-target.ts'

/** A copy for readers: it has no method but GET. */
export const readOnlyClone: ComposedTarget = {
  name: 'a clone for reading',
  rules: () => [
    {
      intercept: ({ method, path }) =>
        method === 'GET' || !path.startsWith('/v2/')
          ? undefined
          : respond(405, { badMethod: { code: 405, message: 'Method not allowed.' } }),
    },
  ],
  missing: [
    'createKeypair',
    'deleteKeypair',
    'createServer',
    'updateServer',
    'deleteServer',
    'actOnServer',
    'attachVolume',
    'detachVolume',
  ],
  violates: ['keypairs.create.generates', 'keypairs.create.imports', 'servers.create.answers'],
}
