import * as v from 'valibot'
import { ControlError } from './route.ts'

/**
 * Validates the body of a request.
 * @param name the name of the body in error messages
 * @throws ControlError 400
 */
export function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
  name: string,
): v.InferOutput<Schema> {
  if (body === undefined) throw new ControlError(400, `A JSON body is required: ${name}.`)
  const result = v.safeParse(schema, body)
  if (result.success) return result.output
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  throw new ControlError(400, `${path === null ? name : `${name}.${path}`}: ${issue.message}.`)
}

/**
 * Runs work that throws a TypeError or a RangeError for invalid input, and turns that into an error response.
 * @throws ControlError 400
 */
export function rejectInvalid<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof TypeError || cause instanceof RangeError)) throw cause
    throw new ControlError(400, `${cause.message}.`, { cause })
  }
}

/** Returns a whole number from the query; undefined when it is missing. @throws ControlError 400 */
export function queryNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new ControlError(400, `The query parameter ${name} must be a whole number.`)
  return Number(text)
}
