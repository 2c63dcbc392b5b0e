/** The parts of a request's URL. */
export interface RequestUrl {
  /** `http://host:port` as the client wrote it; links in responses begin with it. */
  readonly origin: string
  /** As sent, percent-encoded. */
  readonly path: string
  /** Without the question mark; '' for none. */
  readonly search: string
}

/** Splits a valid absolute URL without the cost of a parser. */
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
