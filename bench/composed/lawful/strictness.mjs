/** Variations in what a target rejects beyond what the document says, and in which of several errors it reports. */
import { bodyOf, isObject, isRequest, json } from './json.mjs'

const faults = {
  400: 'badRequest',
  403: 'forbidden',
  406: 'notAcceptable',
  409: 'conflictingRequest',
  415: 'badMediaType',
}
const rejection = (status, message) => json(status, { [faults[status]]: { code: status, message } })

/** Rejects the requests for which `find` returns [status, message]. */
const strict = (name, source, find, more = {}) => ({
  name,
  source,
  ...more,
  handle: (emulator) => async (request, next) => {
    const found = request.path !== undefined && find(request, emulator)
    return found ? rejection(...found) : next(request)
  },
})

/** The members of a create that the tables and examples of the document have. */
const members = {
  server:
    'name imageRef flavorRef networks security_groups user_data availability_zone metadata personality block_device_mapping_v2 key_name max_count min_count return_reservation_id',
  networks: 'uuid port fixed_ip subnet',
  block_device_mapping_v2:
    'uuid boot_index volume_size device_name source_type destination_type delete_on_termination volume_type nhn_encryption',
  keypair: 'name public_key',
  server_group: 'name policies',
}

/** Returns a member of an object that is not among the documented ones. */
const foreignMember = (object, names) =>
  isObject(object) && Object.keys(object).find((name) => !names.split(' ').includes(name))

function findForeignMember(body) {
  const [wrapper] = Object.keys(body).filter((name) => name in members)
  const object = body[wrapper]
  if (!isObject(object)) return undefined
  const inner = ['networks', 'block_device_mapping_v2'].flatMap((name) =>
    (Array.isArray(object[name]) ? object[name] : []).map((one) => foreignMember(one, members[name])),
  )
  return [foreignMember(object, members[wrapper]), ...inner].find(Boolean)
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export const strictness = [
  strict('undocumented-members-400', 'N-004, B-06: the document lists the members of a request', (request) => {
    const isCreate = request.method === 'POST' && /^\/(servers|os-keypairs|os-server-groups)$/.test(request.path)
    const foreign = isCreate && findForeignMember(bodyOf(request) ?? {})
    return foreign && [400, `Additional properties are not allowed ('${foreign}' was unexpected)`]
  }),
  strict('media-types-required', 'RFC 9110 15.5.16, 15.5.7; B-80', ({ method, headers, body }) => {
    const { accept = '*/*', 'content-type': type = '' } = headers
    if (!/application\/json|\*\/\*/.test(accept)) return [406, 'Not acceptable']
    const hasBody = ['POST', 'PUT'].includes(method) && body !== ''
    return hasBody && !/^application\/json/.test(type) && [415, 'Unsupported Content-Type']
  }),
  strict('bodies-of-reads-400', 'RFC 9110 9.3.1: a server may reject it', ({ method, headers }) => {
    const hasBody = headers['content-length'] > 0 || headers['transfer-encoding'] !== undefined
    return method === 'GET' && hasBody && [400, 'A GET has no body.']
  }),
  strict('ids-that-are-no-uuids-400', 'C.2: 400 or 404', ({ path }) => {
    const [, , id] = path.split('/')
    return /^\/servers\/./.test(path) && id !== 'detail' && !uuid.test(id) && [400, `${id} is not a UUID`]
  }),
  strict('states-before-bodies', 'C: no order of errors', (request, { state }) => {
    const id = isRequest(request, 'POST', /^\/servers\/[^/]+\/action$/) && request.path.split('/')[2]
    const server = id && state.servers.get(id)
    const isBusy = server && server.vmState !== 'deleted' && server.taskState !== null
    return isBusy && [409, `Cannot execute the action while it is in task_state ${server.taskState}`]
  }),
  strict(
    'actions-409-for-a-second',
    'B-110: an instance is still locked after its task',
    (request, { state }) => {
      const id = isRequest(request, 'POST', /^\/servers\/[^/]+\/action$/) && request.path.split('/')[2]
      const server = id && state.servers.get(id)
      const isValid = /os-start|os-stop|reboot|resize|shelve/.test(request.body)
      const age = server && state.clock.now() - server.updatedAt
      return isValid && age !== undefined && age < 1_000 && [409, 'The instance is locked by another operation.']
    },
    { slowness: 60 },
  ),
  strict('numbers-as-booleans-400', 'B-15: JSON Booleans only', (request) => {
    const devices = isRequest(request, 'POST', /^\/servers$/) && bodyOf(request)?.server?.block_device_mapping_v2
    const isNumber = (one) => typeof one?.delete_on_termination === 'number'
    return Array.isArray(devices) && devices.some(isNumber) && [400, '1 is not of type boolean']
  }),
  strict('keypair-names-as-of-nova', 'B-98: letters, digits, blank, hyphen, underscore', (request) => {
    const name = isRequest(request, 'POST', /^\/os-keypairs$/) && bodyOf(request)?.keypair?.name
    return typeof name === 'string' && !/^[\w -]{1,255}$/.test(name) && [400, 'Keypair name contains unsafe characters']
  }),
]
