import { isIPv4, isIPv6 } from 'node:net'
import { badRequest } from '../server/errors.ts'

/** A JSON object out of a request. */
export type RequestFields = Readonly<Record<string, unknown>>

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

export function isUuid(text: string): boolean {
  return uuid.test(text)
}

function isFields(value: unknown): value is RequestFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as a refusal quotes it: short, whatever came. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

/** The refusal of a field, in the manner of Nova's schema validation. */
export function invalid(name: string, value: unknown, reason: string): Error {
  return badRequest(`Invalid input for field/attribute ${name}. Value: ${quote(value)}. ${reason}`)
}

/** The object under the one key that wraps a request body. @throws ApiError 400 */
export function unwrap(body: unknown, key: string): RequestFields {
  if (!isFields(body)) throw badRequest(`${quote(body)} is not an object`)
  if (!Object.hasOwn(body, key)) throw badRequest(`'${key}' is a required property`)
  return object(body[key], key)
}

/** @throws ApiError 400 unless the value is an object. */
export function object(value: unknown, name: string): RequestFields {
  if (!isFields(value)) throw invalid(name, value, 'It is not an object')
  return value
}

/** @throws ApiError 400 unless the value is an array. */
export function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(name, value, 'It is not an array')
  return value
}

/** A string of `least` to `most` characters. @throws ApiError 400 */
export function text(value: unknown, name: string, least = 0, most = Number.POSITIVE_INFINITY): string {
  if (typeof value !== 'string') throw invalid(name, value, 'It is not a string')
  const length = [...value].length
  if (length < least) throw invalid(name, value, 'It is too short')
  if (length > most) throw invalid(name, value, 'It is too long')
  return value
}

/** @throws ApiError 400 when the field is absent. */
export function required(fields: RequestFields, key: string, owner: string): unknown {
  if (fields[key] === undefined) throw invalid(owner, fields, `'${key}' is a required property`)
  return fields[key]
}

/** @throws ApiError 400 unless the value is one of the choices. */
export function choice<Choice extends string>(value: unknown, name: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((candidate) => candidate === value)
  if (chosen === undefined) throw invalid(name, value, `It is not one of ${choices.join(', ')}`)
  return chosen
}

/** A whole number, also one written as a string, as Nova reads counts and sizes. @throws ApiError 400 */
export function integer(value: unknown, name: string, least: number): number {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) throw invalid(name, value, 'It is not an integer')
  if (number < least) throw invalid(name, value, `It is less than ${least}`)
  return number
}

const affirmations: readonly unknown[] = [true, 'true', '1', 'on', 'yes']
const negations: readonly unknown[] = [false, 'false', '0', 'off', 'no']

/** True, false and the words for them that clients send in their place. @throws ApiError 400 */
export function flag(value: unknown, name: string): boolean {
  const word = typeof value === 'string' ? value.toLowerCase() : value
  if (affirmations.includes(word)) return true
  if (negations.includes(word)) return false
  throw invalid(name, value, 'It is not a boolean')
}

/** @throws ApiError 400 unless the value is a UUID. */
export function uuidText(value: unknown, name: string): string {
  const id = text(value, name)
  if (!isUuid(id)) throw invalid(name, value, 'It is not a UUID')
  return id.toLowerCase()
}

/** An address of one version in its shortest form, as Nova keeps it. @throws ApiError 400 */
export function address(value: unknown, name: string, version: 4 | 6): string {
  const written = text(value, name)
  // An address with a zone means something to one host only.
  const isAddress = version === 4 ? isIPv4(written) : isIPv6(written) && !written.includes('%')
  if (!isAddress) throw invalid(name, value, `It is not an IPv${version} address`)
  return version === 4 ? written : new URL(`http://[${written}]`).hostname.slice(1, -1)
}

/** What Nova does not take for printable: controls, and everything beyond the first 65,536 characters of Unicode. */
const unprintable = /[\p{Cc}\u{10000}-\u{10FFFF}]/u

/** A name as legacy v2 takes it: 1 to 255 characters, blanks around it dropped, something left. @throws ApiError 400 */
export function trimmedName(value: unknown, name: string, most = 255): string {
  const trimmed = text(value, name, 1, most).trim()
  if (trimmed === '' || unprintable.test(trimmed)) {
    throw badRequest(`The value of '${name}' needs printable characters, at least one of them not a blank.`)
  }
  return trimmed
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Base64, line breaks allowed. @throws ApiError 400 */
export function base64Text(value: unknown, name: string): string {
  const encoded = text(value, name)
  if (!base64.test(encoded.replace(/[\r\n]/g, ''))) throw invalid(name, value, 'It is not base64')
  return encoded
}
