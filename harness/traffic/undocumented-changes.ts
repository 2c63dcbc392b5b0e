import type { RawRequest } from '../transport/http-message.ts'

/** The server that a request without an operation of the document may change: `PUT metadata`, or one about its interfaces. */
export const possiblyChangedServer = ({ method, url }: RawRequest): string | undefined =>
  ['GET', 'HEAD', 'OPTIONS'].includes(method) ? undefined : /\/servers\/([^/?]+)\//.exec(url)?.[1]
