/** Answers of which no target should be capable, and how they are written. */
import type { ServerResponse } from 'node:http'
import type { Place } from './response-batches.ts'
import type { UpstreamResponse } from './tampering-proxy.ts'

/** Answers a read of a place in another way than the target does. */
export type Answers = (response: ServerResponse, genuine: UpstreamResponse, place: Place) => unknown

export const json = { 'content-type': 'application/json' }
export const megabyte = 1024 * 1024

/** Writes past node:http, which would not let a broken answer through. */
export const bare = (response: ServerResponse, head: string): void => void response.socket?.write(head)

/** The same, and nothing after it. */
export const bareAndOver = (response: ServerResponse, answer: string): void => {
  bare(response, answer)
  response.socket?.end()
}

/** A body under 200 that calls itself JSON. */
export const body =
  (text: string | Buffer | ((place: Place) => string | Buffer)): Answers =>
  (response, _, place) =>
    void response.writeHead(200, json).end(typeof text === 'function' ? text(place) : text)

export const packed =
  (encoding: string, content: Buffer): Answers =>
  (response) =>
    void response
      .writeHead(200, { ...json, 'content-encoding': encoding, 'content-length': content.length })
      .end(content)

/** Writes without end, as fast as the other side reads, until it goes away. */
export function flood(response: ServerResponse, chunk: Buffer): void {
  const write = (): void => {
    while (!response.destroyed && response.write(chunk)) {}
  }
  response.on('drain', write)
  write()
}

/** Writes a piece now and then until the other side goes away. */
export function trickle(response: ServerResponse, write: () => void): void {
  const timer = setInterval(write, 100)
  response.on('close', () => clearInterval(timer))
}
