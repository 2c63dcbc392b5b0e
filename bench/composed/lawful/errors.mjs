/** Variations in how requests are accepted and rejected. */
import { isRequest, json } from './json.mjs'

const wording = (name, source, change) => ({
  name,
  source,
  group: 'errors',
  reject: (body, _, request) => {
    if (request.path === undefined) return
    for (const fault of Object.values(body)) if (typeof fault?.message === 'string') change(fault)
  },
})

/** Replaces the status of some responses: [method, path, from, to]. */
const statuses = (name, source, rules, more = {}) => ({
  name,
  source,
  ...more,
  handle: () => async (request, next) => {
    const response = await next(request)
    const rule = rules.find(
      ([method, path, from, , body]) =>
        isRequest(request, method, path) && response.status === from && (body === undefined || body.test(request.body)),
    )
    if (rule === undefined) return response
    const [, , , to] = rule
    if (to < 300) return { ...response, status: to }
    const [fault] = Object.values(response.body)
    return json(to, { [to === 403 ? 'forbidden' : 'badRequest']: { ...fault, code: to } })
  },
})

const one = /^\/servers\/[^/]+$/
const keypairs = /^\/os-keypairs$/
const quota = (kind, limit, message) => (emulator) => async (request, next) => {
  const count = kind.count(emulator.state)
  if (!isRequest(request, 'POST', kind.path) || count < limit) return next(request)
  return json(403, { forbidden: { code: 403, message: message(count, limit) } })
}

const servers = {
  path: /^\/servers$/,
  count: ({ servers: all }) => all.all().filter(({ vmState }) => vmState !== 'deleted').length,
}

export const errors = [
  wording('korean-errors', 'B-06: no wording', (fault) => {
    fault.message = '요청을 처리할 수 없습니다. 고객 센터에 문의하세요.'
  }),
  wording('longer-errors', 'B-77', (fault) => {
    Object.assign(fault, {
      details: [{ field: 'server.name' }],
      request_id: 'req-1',
      title: 'Error',
      created: '2026-01-01T00:00:00Z',
    })
  }),
  wording('empty-messages', 'B-06: no wording', (fault) => {
    fault.message = ''
  }),
  statuses('other-successes', 'C.1', [
    ['POST', servers.path, 202, 200],
    ['POST', keypairs, 200, 201],
    ['DELETE', /^\/os-keypairs\/[^/]+$/, 202, 204],
    ['DELETE', one, 204, 202],
    ['POST', /^\/servers\/[^/]+\/os-volume_attachments$/, 200, 202],
    ['DELETE', /^\/servers\/[^/]+\/os-volume_attachments\/[^/]+$/, 202, 204],
  ]),
  statuses('other-rejections', 'C.2, C.3', [
    ['POST', servers.path, 400, 413, /"metadata":\{"[^"]{256}|"metadata":\{"[^"]*":"[^"]{256}/],
    ['POST', servers.path, 400, 404, /"security_groups":\[\{"name":"[^"]*(absent|unknown|missing)/],
    ['DELETE', /os-volume_attachments/, 400, 403],
    ['DELETE', /os-volume_attachments/, 403, 409],
  ]),
  {
    name: 'quota-of-2-servers',
    source: 'B-113',
    group: 'quota',
    handle: quota(servers, 2, () => '코어 한도를 초과했습니다.'),
    quota: true,
  },
  {
    name: 'quota-of-cores',
    source: 'B-113',
    group: 'quota',
    quota: true,
    handle: quota(
      servers,
      3,
      (count, limit) => `Quota exceeded for cores: Requested 1, but already used ${count} of ${limit} cores`,
    ),
  },
]
