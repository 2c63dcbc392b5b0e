import type { RawRequest } from './http-message.ts'

/**
 * Returns the shape of a request: the method, the path with `*` for ids and names, and the name of an action (`POST /v2/* /servers/*
 * /action os-stop`, without the spaces before the slashes).
 */
export function requestShape({ method, url, body }: Pick<RawRequest, 'method' | 'url' | 'body'>): string {
  const path = new URL(url).pathname.replaceAll(/\/(?!v\d)[^/]*(?:\d|%|_)[^/]*/g, '/*')
  const [, action] = /^\{"([\w-]+)"/.exec(path.endsWith('/action') ? (body ?? '') : '') ?? []
  return action === undefined ? `${method} ${path}` : `${method} ${path} ${action}`
}
