import { describe, expect, test } from 'vitest'
import { validateResponse } from '../index.ts'
import { isObject, openapi, resolve } from '../spec/openapi.ts'

const json = { 'content-type': 'application/json', 'x-compute-request-id': 'req-1' }

/** The description's own example of a server, as a show answers it. */
function exampleServer(): Record<string, unknown> {
  const document: unknown = openapi
  let node: unknown = document
  for (const key of [
    'paths',
    '/v2/{tenantId}/servers/{serverId}',
    'get',
    'responses',
    '200',
    'content',
    'application/json',
    'examples',
  ]) {
    node = isObject(node) ? node[key] : undefined
    if (isObject(node)) node = resolve(node)
  }
  const first = isObject(node) ? Object.values(node)[0] : undefined
  const value = isObject(first) ? resolve(first)['value'] : undefined
  const server = isObject(value) ? value['server'] : undefined
  if (!isObject(server)) throw new Error('The description has no example of a server.')
  return { ...server }
}

const show = (server: Record<string, unknown>, headers: Record<string, string> = json, status = 200) =>
  validateResponse({ operation: 'showServer', status, headers, text: JSON.stringify({ server }) })

const charged = (watched: ReturnType<typeof validateResponse>) => [
  ...new Set(watched.violations.map(({ requirement }) => requirement)),
]

describe('watch', () => {
  test('finds nothing wrong with the description’s own example', () => {
    const seen = show(exampleServer())
    expect(seen.violations).toEqual([])
    expect(seen.observed).toContain('servers.status')
    expect(seen.observed).toContain('servers.addresses.mac')
  })

  test.each([
    ['status', 'STANDBY', 'servers.status'],
    ['created', '2020-01-17 01:56:17', 'servers.created'],
    ['name', 'n'.repeat(256), 'servers.name'],
    ['hostId', 5, 'servers.host-id'],
    ['metadata', { size: 5 }, 'servers.metadata'],
    ['addresses', [], 'servers.addresses'],
    ['OS-EXT-STS:power_state', '1', 'servers.power-state'],
  ])('charges a wrong %s to its own requirement and to no other', (field, value, requirement) => {
    expect(charged(show({ ...exampleServer(), [field]: value }))).toEqual([requirement])
  })

  test.each([
    ['status', 'servers.status'],
    ['id', 'servers.id'],
    ['OS-EXT-AZ:availability_zone', 'servers.zone'],
  ])('charges a missing %s to the property that is missing', (field, requirement) => {
    const server = exampleServer()
    delete server[field]
    expect(charged(show(server))).toEqual([requirement])
  })

  test('says where, what was expected and what came', () => {
    const [violation] = show({ ...exampleServer(), status: 5 }).violations
    expect(violation).toMatchObject({ at: 'body/server/status', actual: '5' })
    expect(violation?.expected).toContain('ACTIVE')
  })

  test('notes properties that the contract does not know, and accuses nobody of them', () => {
    const seen = show({ ...exampleServer(), locked: false })
    expect(seen.undocumentedProperties).toEqual(['showServer body/server/locked'])
    expect(seen.violations).toEqual([])
  })

  test('calls a requirement observed only when data reached its node', () => {
    const seen = validateResponse({
      operation: 'listServersDetail',
      status: 200,
      headers: json,
      text: '{"servers":[]}',
    })
    expect(seen.observed).toContain('servers.detail.array')
    expect(seen.observed).not.toContain('servers.status')
  })

  test('charges a body where there should be none', () => {
    const response = { operation: 'actOnServer', action: 'os-stop', status: 202, headers: json } as const
    expect(charged(validateResponse({ ...response, text: '{}' }))).toEqual(['servers.stop.empty-body'])
    expect(validateResponse({ ...response, text: '' }).observed).toContain('servers.stop.empty-body')
  })

  test('asks a Location header of createImage alone', () => {
    const response = { operation: 'actOnServer', status: 202, headers: {}, text: '' } as const
    expect(charged(validateResponse({ ...response, action: 'createImage' }))).toEqual(['images.create.location'])
    expect(charged(validateResponse({ ...response, action: 'os-start' }))).toEqual([])
  })

  test('charges a success status that is not listed, whatever the body says', () => {
    expect(charged(show(exampleServer(), json, 206))).toEqual(['status.show-server'])
  })

  test('charges what is not JSON to the body, and its type to the header', () => {
    const seen = validateResponse({
      operation: 'showServer',
      status: 200,
      headers: { 'content-type': 'text/plain' },
      text: 'hello',
    })
    expect(charged(seen).sort()).toEqual(['conventions.content-type', 'conventions.json-object'])
  })

  test('leaves an HTML refusal of a router in front of the service alone', () => {
    const seen = validateResponse({
      operation: 'showServer',
      status: 404,
      headers: { 'content-type': 'text/html' },
      text: '<html>',
    })
    expect(seen.violations).toEqual([])
  })

  test('charges an error body that is no envelope', () => {
    expect(
      charged(validateResponse({ operation: 'showServer', status: 404, headers: json, text: '{"message":"no"}' })),
    ).toEqual(['errors.envelope'])
  })
})
