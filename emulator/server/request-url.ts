/** The address of a request, taken apart once. */
export interface RequestUrl {
  /** `http://host:port` as the client spelled it: what links are built from. */
  readonly origin: string
  /** As it was sent, with its percent signs. */
  readonly path: string
  /** Without the question mark; '' for none. */
  readonly search: string
}

/** Takes apart what has already been found to be a URL. */
export function parseRequestUrl(url: string): RequestUrl {
  const slash = url.indexOf('/', url.indexOf('://') + 3)
  const hash = url.indexOf('#')
  const end = hash === -1 ? url.length : hash
  if (slash === -1) return { origin: url.slice(0, end), path: '/', search: '' }
  const question = url.indexOf('?', slash)
  const isQueried = question !== -1 && question < end
  return {
    origin: url.slice(0, slash),
    path: url.slice(slash, isQueried ? question : end),
    search: isQueried ? url.slice(question + 1, end) : '',
  }
}
