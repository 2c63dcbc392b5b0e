import type { RawRequest } from '../transport/http-message.ts'

/** Returns the id of the server that an undocumented request may change, such as `PUT metadata` or one about its interfaces. */
export const possiblyChangedServer = ({ method, url }: RawRequest): string | undefined =>
  ['GET', 'HEAD', 'OPTIONS'].includes(method) ? undefined : /\/servers\/([^/?]+)\//.exec(url)?.[1]
