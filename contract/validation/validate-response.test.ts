import { describe, expect, test } from 'vitest'
import type { Edition } from '#model'
import { isObject, openapi, resolve } from '../spec/openapi.ts'
import { type ResponseValidation, validateResponse } from './validate-response.ts'

const json = { 'content-type': 'application/json', 'x-compute-request-id': 'req-1' }

/** Returns the example in the OpenAPI description of a server as showServer returns it. */
function exampleServer(): Record<string, unknown> {
  const document: unknown = openapi
  let node: unknown = document
  const path = ['paths', '/v2/{tenantId}/servers/{serverId}', 'get', 'responses', '200']
  for (const key of [...path, 'content', 'application/json', 'examples']) {
    node = isObject(node) ? node[key] : undefined
    if (isObject(node)) node = resolve(node)
  }
  const first = isObject(node) ? Object.values(node)[0] : undefined
  const value = isObject(first) ? resolve(first)['value'] : undefined
  const server = isObject(value) ? value['server'] : undefined
  if (!isObject(server)) throw new Error('The OpenAPI description has no example of a server.')
  return { ...server }
}

const show = (server: Record<string, unknown>, headers: Record<string, string> = json, status = 200) =>
  validateResponse({ operation: 'showServer', status, headers, text: JSON.stringify({ server }) })

const brokenRequirements = (validation: ResponseValidation) => [
  ...new Set(validation.violations.map(({ requirement }) => requirement)),
]

describe('validateResponse', () => {
  test('finds no violation in the example of the OpenAPI description', () => {
    const validation = show(exampleServer())
    expect(validation.violations).toEqual([])
    expect(validation.observed).toContain('servers.status')
    expect(validation.observed).toContain('servers.addresses.mac')
  })

  test.each([
    ['status', 'STANDBY', 'servers.status'],
    ['created', '2020-01-17 01:56:17', 'servers.created'],
    ['name', 'n'.repeat(256), 'servers.name'],
    ['hostId', 5, 'servers.host-id'],
    ['metadata', { size: 5 }, 'servers.metadata'],
    ['addresses', [], 'servers.addresses'],
    ['OS-EXT-STS:power_state', '1', 'servers.power-state'],
  ])('attributes a wrong %s to its own requirement and to no other', (field, value, requirement) => {
    expect(brokenRequirements(show({ ...exampleServer(), [field]: value }))).toEqual([requirement])
  })

  test.each([
    ['status', 'servers.status'],
    ['id', 'servers.id'],
    ['OS-EXT-AZ:availability_zone', 'servers.zone'],
  ])('attributes a missing %s to the requirement of that property', (field, requirement) => {
    const server = exampleServer()
    delete server[field]
    expect(brokenRequirements(show(server))).toEqual([requirement])
  })

  test.each([
    ['progress', -1, 'servers.progress'],
    ['status', 'Active', 'servers.status'],
    ['name', 5, 'servers.update.answer'],
  ])(
    'attributes a wrong %s in the response to an update to the requirement of the attribute, if it has one',
    (field, value, id) => {
      const text = JSON.stringify({ server: { id: exampleServer()['id'], name: 'web-2', [field]: value } })
      const validation = validateResponse({ operation: 'updateServer', status: 200, headers: json, text })
      expect(brokenRequirements(validation)).toEqual([id])
    },
  )

  test('reports where the violation is, what was expected and what was returned', () => {
    const [violation] = show({ ...exampleServer(), status: 5 }).violations
    expect(violation).toMatchObject({ at: 'body/server/status', actual: '5' })
    expect(violation?.expected).toContain('ACTIVE')
  })

  test('reports undocumented properties without calling them violations', () => {
    const validation = show({ ...exampleServer(), locked: false })
    expect(validation.undocumentedProperties).toEqual(['showServer body/server/locked'])
    expect(validation.violations).toEqual([])
  })

  test('counts a requirement as observed only when the response contains data for it', () => {
    const validation = validateResponse({
      operation: 'listServersDetail',
      status: 200,
      headers: json,
      text: '{"servers":[]}',
    })
    expect(validation.observed).toContain('servers.detail.array')
    expect(validation.observed).not.toContain('servers.status')
  })

  test('reports a body where the document describes none', () => {
    const response = { operation: 'actOnServer', action: 'os-stop', status: 202, headers: json } as const
    expect(brokenRequirements(validateResponse({ ...response, text: '{}' }))).toEqual(['servers.stop.empty-body'])
    expect(validateResponse({ ...response, text: '' }).observed).toContain('servers.stop.empty-body')
  })

  test.each([
    ['a reservation in place of the server', { reservation_id: 'r-1' }, []],
    ['an empty reservation id', { reservation_id: '' }, ['servers.create.reservation']],
    ['neither', {}, ['servers.create.object']],
    ['a server beside the reservation', { reservation_id: 'r-1', server: 5 }, ['servers.create.object']],
  ])('validates a created server against the alternative that the response has: %s', (_, body, requirements) => {
    const text = JSON.stringify(body)
    const validation = validateResponse({ operation: 'createServer', status: 202, headers: json, text })
    expect(brokenRequirements(validation)).toEqual(requirements)
  })

  test('requires a Location header for createImage only', () => {
    const response = { operation: 'actOnServer', status: 202, headers: {}, text: '' } as const
    expect(brokenRequirements(validateResponse({ ...response, action: 'createImage' }))).toEqual([
      'images.create.location',
    ])
    expect(brokenRequirements(validateResponse({ ...response, action: 'os-start' }))).toEqual([])
  })

  test('reports a success status that is not documented, whatever the body contains', () => {
    expect(brokenRequirements(show(exampleServer(), json, 206))).toEqual(['status.show-server'])
  })

  test('reports a body that is not JSON and its media type separately', () => {
    const validation = validateResponse({
      operation: 'showServer',
      status: 200,
      headers: { 'content-type': 'text/plain' },
      text: 'hello',
    })
    expect(brokenRequirements(validation).sort()).toEqual(['conventions.content-type', 'conventions.json-object'])
  })

  test.each([
    ['a server', 200, { server: exampleServer() }],
    ['an error', 404, { itemNotFound: { code: 404, message: 'Instance x could not be found.' } }],
  ])('reports a byte order mark before %s, and validates the JSON after it', (_, status, body) => {
    const text = `\ufeff${JSON.stringify(body)}`
    const validation = validateResponse({ operation: 'showServer', status, headers: json, text })
    expect(validation.violations).toMatchObject([
      { requirement: 'conventions.json-object', at: 'body', expected: 'JSON alone' },
    ])
  })

  test('reports the media type of an error of the API that is called HTML', () => {
    const text = JSON.stringify({ itemNotFound: { code: 404, message: 'Instance x could not be found.' } })
    const headers = { 'content-type': 'text/html' }
    const validation = validateResponse({ operation: 'showServer', status: 404, headers, text })
    expect(brokenRequirements(validation)).toEqual(['conventions.content-type'])
  })

  test('ignores an HTML error of a router in front of the service', () => {
    const validation = validateResponse({
      operation: 'showServer',
      status: 404,
      headers: { 'content-type': 'text/html' },
      text: '<html>',
    })
    expect(validation.violations).toEqual([])
  })

  test('reports an error body that is not an error envelope', () => {
    expect(
      brokenRequirements(
        validateResponse({ operation: 'showServer', status: 404, headers: json, text: '{"message":"no"}' }),
      ),
    ).toEqual(['errors.envelope'])
  })

  const listFlavors = (flavors: readonly unknown[], isExempt?: (pointer: string) => boolean) =>
    validateResponse({
      operation: 'listFlavors',
      status: 200,
      headers: json,
      text: JSON.stringify({ flavors }),
      ...(isExempt && { isExempt }),
    })
  const flavor = (id: string, name?: unknown) => ({ id, name, links: exampleServer()['links'] })

  test('counts the elements of a list that have the same violation, and keeps the first place', () => {
    const flavors = [flavor('a', 'a'), ...['b', 'c', 'd'].map((id) => flavor(id))]
    const violations = listFlavors(flavors).violations.filter(({ requirement }) => requirement === 'flavors.name')
    expect(violations).toMatchObject([
      { at: 'body/flavors/1/name', share: { count: 3, total: 4, noun: 'flavors', path: 'name' } },
    ])
    const wrong = listFlavors([flavor('a', 5), flavor('b'), flavor('c', 6)]).violations
    expect(wrong.flatMap(({ at, share }) => (at.endsWith('/name') ? [[at, share?.count]] : []))).toEqual([
      ['body/flavors/0/name', 2],
      ['body/flavors/1/name', 1],
    ])
  })

  test('ignores violations at exempt places, and does not count their requirement as satisfied', () => {
    const validation = listFlavors([flavor('a'), flavor('b')], (pointer) => pointer.startsWith('body/flavors/0/'))
    expect(validation.violations.map(({ at }) => at)).toContain('body/flavors/1/name')
    const exempt = listFlavors([flavor('a', 5)], () => true)
    expect(exempt.violations).toEqual([])
    expect(exempt.observed).not.toContain('flavors.name')
  })

  test('keeps few violations of one requirement, and few undocumented properties', () => {
    const server = { ...exampleServer(), image: 'none', 'OS-EXT-STS:power_state': 'x' }
    const addresses = { net: Array.from({ length: 50 }, () => ({ addr: 5 })) }
    const invented = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]))
    const validation = show({ ...server, addresses, ...invented, ['y'.repeat(1_000)]: 1 })
    const counts = brokenRequirements(validation).map(
      (id) => validation.violations.filter(({ requirement }) => requirement === id).length,
    )
    expect(Math.max(...counts)).toBeLessThanOrEqual(5)
    expect(validation.violations.find(({ at }) => at === 'body/server/addresses/net/0/addr')?.share).toMatchObject({
      count: 50,
      total: 50,
      noun: 'addresses',
    })
    expect(validation.undocumentedProperties).toHaveLength(100)
  })

  test('checks only the requirements of an edition', () => {
    const validate = (edition: Edition) =>
      brokenRequirements(
        validateResponse({ operation: 'showServer', status: 200, headers: json, text: '{"server":{}}', edition }),
      )
    expect(validate('2026-05')).toContain('servers.protect')
    expect(validate('2020-03')).not.toContain('servers.protect')
  })

  test('checks the headers again of a body that it has seen', () => {
    const server = exampleServer()
    expect(brokenRequirements(show(server))).toEqual([])
    expect(brokenRequirements(show(server, { ...json, 'content-type': 'text/plain' }))).not.toEqual([])
    expect(brokenRequirements(show(server, json, 202))).not.toEqual([])
  })
})
