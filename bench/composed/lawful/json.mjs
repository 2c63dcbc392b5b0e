/** Functions with which the variations read requests and change JSON bodies. */

export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a request is one of these to the Compute service. `path` is below version and tenant, without the query. */
export const isRequest = (request, method, path) =>
  request.method === method && request.path !== undefined && path.test(request.path)

/** Whether the response to a request describes servers with their attributes. */
export const showsServers = (request) =>
  isRequest(request, 'GET', /^\/servers\/[^/]+$/) || isRequest(request, 'PUT', /^\/servers\/[^/]+$/)

/** The servers of a body that describes one or several. */
export const serversIn = (body) => [body.server, ...(Array.isArray(body.servers) ? body.servers : [])].filter(isObject)

/** Calls `edit` for each object in a JSON value, the innermost first, with the name of the member it is in. */
export function eachObject(value, edit, name = '') {
  if (Array.isArray(value)) for (const item of value) eachObject(item, edit, name)
  if (!isObject(value)) return
  for (const [key, inner] of Object.entries(value)) eachObject(inner, edit, key)
  edit(value, name)
}

/** Objects whose members are data: a client must take an additional member for a pair or a network. */
export const maps = ['metadata', 'addresses', 'extra_specs', 'meta']

/** A variation that changes the servers in responses to show, detail and update. */
export const servers = (name, source, edit, more = {}) => ({
  name,
  source,
  edit: (body, request) => {
    if (showsServers(request)) for (const server of serversIn(body)) edit(server)
  },
  ...more,
})

export const json = (status, body, headers = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body,
})

export const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Returns the parsed body of a request; undefined if it is not JSON. */
export const bodyOf = (request) => {
  try {
    return JSON.parse(request.body)
  } catch {
    return undefined
  }
}
