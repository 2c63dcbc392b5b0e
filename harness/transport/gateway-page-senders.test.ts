/** Pages that are recognized as those of one sender: the target, or a gateway. */
import { expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { json, page, response, scripted } from './gateway-pages.fixture.ts'
import { withoutGatewayPages } from './gateway-pages.ts'
import type { RawRequest } from './http-message.ts'

test('a page about another state of the same resource is of the same sender, one of another form is not', async () => {
  const error = (status: number, element: string) =>
    response(status, 'text/html', `<html><${element}>Error ${status}</${element}></html>`)
  expect(await scripted(error(409, 'h1'), error(400, 'h1')).post()).toMatchObject({ status: 409 })
  await expect(scripted(error(409, 'h1'), error(400, 'p')).post()).rejects.toThrow('pages and errors (409, 400, 400)')
  await expect(scripted(error(409, 'h1'), error(403, 'h1')).post()).rejects.toThrow('pages and errors (409, 403, 403)')
})

test('the page of a server error that repeats have confirmed comes from the target wherever it appears', async () => {
  const failed = (id: number) => response(500, 'text/html', `<html>Failed: request ${id}</html>`)
  let count = 0
  const send = withoutGatewayPages(
    async ({ url }) => (url.endsWith('/a') ? json : failed(count++)),
    new SimulatedClock(),
  )
  const request = (method: string, path: string): RawRequest => ({ method, url: `http://h${path}`, headers: {} })
  await expect(send(request('POST', '/keypairs'))).rejects.toThrow('an HTML page (500)')
  for (const path of ['/b', '/c', '/d']) {
    await send(request('GET', '/a'))
    expect(await send(request('GET', path))).toMatchObject({ status: 500 })
  }
  expect(await send(request('POST', '/servers'))).toMatchObject({ status: 500 })
})

test('a page that a repeat does not have is a gateway’s, wherever it appears', async () => {
  let count = 0
  const send = withoutGatewayPages(async ({ url }) => {
    const isPassing = url.endsWith('/once') && ++count > 1
    return isPassing ? json : page(500)
  }, new SimulatedClock())
  const request = (method: string, path: string): RawRequest => ({ method, url: `http://h${path}`, headers: {} })
  expect(await send(request('GET', '/once'))).toMatchObject({ status: 200 })
  for (const path of ['/b', '/c', '/d']) await send(request('GET', path))
  await expect(send(request('POST', '/servers'))).rejects.toThrow('an HTML page (500)')
})
