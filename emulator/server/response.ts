/** A JSON value. Undefined members of an object are left out when it is serialized. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json | undefined
}

/** A response before serialization, which faults can still change. */
export interface EmulatorResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** undefined for no body. A string is sent as it is, any other value as JSON. */
  readonly body: Json | undefined
}

/** Returns a response with status 200. */
export function ok(body: JsonObject, headers: Record<string, string> = {}): EmulatorResponse {
  return { status: 200, headers, body }
}

/** Returns a response with status 202. */
export function accepted(body?: JsonObject, headers: Record<string, string> = {}): EmulatorResponse {
  return { status: 202, headers, body }
}

/** Returns a response with status 201. */
export function created(body: JsonObject, headers: Record<string, string> = {}): EmulatorResponse {
  return { status: 201, headers, body }
}

export const noContent: EmulatorResponse = { status: 204, headers: {}, body: undefined }

/** Returns the HTML page that WebOb, the layer below Nova's routes, returns for an error. */
export function htmlPage(status: number, title: string, text: string): EmulatorResponse {
  const heading = `${status} ${title}`
  const html = [
    '<html>',
    ' <head>',
    `  <title>${heading}</title>`,
    ' </head>',
    ' <body>',
    `  <h1>${heading}</h1>`,
    `  ${text}<br /><br />`,
    ' </body>',
    '</html>',
  ].join('\n')
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: html }
}

export const notFoundPage: EmulatorResponse = htmlPage(404, 'Not Found', 'There is no such resource.')
