import { expect, test } from 'vitest'
import { ErrorPages } from './error-pages.ts'

const styles = 'body { margin: 0; padding: 80px 100px; font: 13px "Helvetica Neue", Arial, sans-serif; }'

const page = (status: number, message: string) => ({
  status,
  headers: { 'content-type': 'text/html' },
  text: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Error</title><style>${styles}</style></head><pre>${message}</pre>`,
  isUtf8: true,
  startedAt: 0,
  ms: 1,
})

test.each([
  { status: 500, isOwn: true },
  { status: 502, isOwn: false },
])('pages with $status that differ in their message are the target’s own: $isOwn', ({ status, isOwn }) => {
  const pages = new ErrorPages()
  for (const message of ['KeyError: name', 'TypeError: networks', 'AttributeError: server'])
    pages.confirm(page(status, message), false)
  expect(pages.has(page(status, 'KeyError: flavorRef'))).toBe(isOwn)
})

test('a page with 500 is a gateway’s again when a repeat does not have one like it', () => {
  const pages = new ErrorPages()
  pages.confirm(page(500, 'KeyError: name'), true)
  expect(pages.has(page(500, 'TypeError: networks'))).toBe(true)
  pages.refute(page(500, 'AttributeError: server'))
  expect(pages.has(page(500, 'TypeError: networks'))).toBe(false)
})

test('a page with 500 that begins otherwise is not the target’s own', () => {
  const pages = new ErrorPages()
  pages.confirm(page(500, 'KeyError: name'), true)
  expect(pages.has({ ...page(500, ''), text: '<html><body>The service is under maintenance.</body></html>' })).toBe(
    false,
  )
})
