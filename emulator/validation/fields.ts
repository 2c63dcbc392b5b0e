import { isIPv4, isIPv6 } from 'node:net'
import { badRequest } from '../server/errors.ts'

/** A JSON object in a request. */
export type RequestFields = Readonly<Record<string, unknown>>

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

/** Tells whether a text is a UUID. */
export function isUuid(text: string): boolean {
  return uuid.test(text)
}

function isFields(value: unknown): value is RequestFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns a value for the message of a rejection, truncated. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

/** Returns the rejection of a field, in the format of Nova's schema validation. */
export function invalid(name: string, value: unknown, reason: string): Error {
  return badRequest(`Invalid input for field/attribute ${name}. Value: ${quote(value)}. ${reason}`)
}

/** Returns the object under the key that wraps a request body. @throws ApiError 400 */
export function unwrap(body: unknown, key: string): RequestFields {
  if (!isFields(body)) throw badRequest(`${quote(body)} is not an object`)
  if (!Object.hasOwn(body, key)) throw badRequest(`'${key}' is a required property`)
  return object(body[key], key)
}

/** Returns the value as an object. @throws ApiError 400 unless the value is an object. */
export function object(value: unknown, name: string): RequestFields {
  if (!isFields(value)) throw invalid(name, value, 'It is not an object')
  return value
}

/** Returns the value as an array. @throws ApiError 400 unless the value is an array. */
export function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(name, value, 'It is not an array')
  return value
}

/** Returns a string of `least` to `most` characters. @throws ApiError 400 */
export function text(value: unknown, name: string, least = 0, most = Number.POSITIVE_INFINITY): string {
  if (typeof value !== 'string') throw invalid(name, value, 'It is not a string')
  const length = [...value].length
  if (length < least) throw invalid(name, value, 'It is too short')
  if (length > most) throw invalid(name, value, 'It is too long')
  return value
}

/** Returns the value of a field that must not be absent. @throws ApiError 400 when the field is absent. */
export function required(fields: RequestFields, key: string, owner: string): unknown {
  if (fields[key] === undefined) throw invalid(owner, fields, `'${key}' is a required property`)
  return fields[key]
}

/** Returns the value as one of the choices. @throws ApiError 400 unless the value is one of the choices. */
export function choice<Choice extends string>(value: unknown, name: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((candidate) => candidate === value)
  if (chosen === undefined) throw invalid(name, value, `It is not one of ${choices.join(', ')}`)
  return chosen
}

/** Returns an integer. As in Nova, it may be a string. @throws ApiError 400 */
export function integer(value: unknown, name: string, least: number): number {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) throw invalid(name, value, 'It is not an integer')
  if (number < least) throw invalid(name, value, `It is less than ${least}`)
  return number
}

const trueValues: readonly unknown[] = [true, 'true', '1', 'on', 'yes']
const falseValues: readonly unknown[] = [false, 'false', '0', 'off', 'no']

/** Returns a Boolean, or one of the strings that Nova accepts as a Boolean. @throws ApiError 400 */
export function flag(value: unknown, name: string): boolean {
  const word = typeof value === 'string' ? value.toLowerCase() : value
  if (trueValues.includes(word)) return true
  if (falseValues.includes(word)) return false
  throw invalid(name, value, 'It is not a boolean')
}

/** Returns the value as a UUID. @throws ApiError 400 unless the value is a UUID. */
export function uuidText(value: unknown, name: string): string {
  const id = text(value, name)
  if (!isUuid(id)) throw invalid(name, value, 'It is not a UUID')
  return id.toLowerCase()
}

/** Returns an IP address in its shortest form, as Nova stores it. @throws ApiError 400 */
export function address(value: unknown, name: string, version: 4 | 6): string {
  const ip = text(value, name)
  // The zone of an IPv6 address has a meaning only on one host.
  const isAddress = version === 4 ? isIPv4(ip) : isIPv6(ip) && !ip.includes('%')
  if (!isAddress) throw invalid(name, value, `It is not an IPv${version} address`)
  return version === 4 ? ip : new URL(`http://[${ip}]`).hostname.slice(1, -1)
}

/** The characters that Nova does not consider printable: controls, and all beyond the Basic Multilingual Plane. */
const unprintable = /[\p{Cc}\u{10000}-\u{10FFFF}]/u

/** Returns a name of 1 to `most` characters. As in legacy v2, blanks around it are removed. @throws ApiError 400 */
export function trimmedName(value: unknown, name: string, most = 255): string {
  const trimmed = text(value, name, 1, most).trim()
  if (trimmed === '' || unprintable.test(trimmed)) {
    throw badRequest(`The value of '${name}' must have only printable characters, at least one of them not a blank.`)
  }
  return trimmed
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Reads Base64, which may contain line breaks. @throws ApiError 400 */
export function base64Text(value: unknown, name: string): string {
  const encoded = text(value, name)
  if (!base64.test(encoded.replace(/[\r\n]/g, ''))) throw invalid(name, value, 'It is not base64')
  return encoded
}
