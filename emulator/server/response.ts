/** A value as JSON carries it; undefined members are left out when it is written. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json | undefined
}

/** An answer before it is written to the wire, in a form that faults can still change. */
export interface EmulatorResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** undefined: no body at all. A string is written as it is, anything else as JSON. */
  readonly body: Json | undefined
}

export function ok(body: JsonObject, headers: Record<string, string> = {}): EmulatorResponse {
  return { status: 200, headers, body }
}

export function accepted(body?: JsonObject, headers: Record<string, string> = {}): EmulatorResponse {
  return { status: 202, headers, body }
}

export function created(body: JsonObject, headers: Record<string, string> = {}): EmulatorResponse {
  return { status: 201, headers, body }
}

export const noContent: EmulatorResponse = { status: 204, headers: {}, body: undefined }

/** The small HTML page that WebOb, below Nova's routes, answers with. */
export function page(status: number, title: string, text: string): EmulatorResponse {
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

export const notFoundPage: EmulatorResponse = page(404, 'Not Found', 'There is no such resource.')
