import * as v from 'valibot'
import { ControlError } from './route.ts'

/**
 * The body of a request in the shape that is wanted.
 * @param name what the sentence of a refusal calls it.
 * @throws ControlError 400
 */
export function shaped<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
  name: string,
): v.InferOutput<Schema> {
  if (body === undefined) throw new ControlError(400, `A JSON body is needed: ${name}.`)
  const result = v.safeParse(schema, body)
  if (result.success) return result.output
  const [issue] = result.issues
  const place = v.getDotPath(issue)
  throw new ControlError(400, `${place === null ? name : `${name}.${place}`}: ${issue.message}.`)
}

/**
 * Does what may be refused for its input with a TypeError or a RangeError, and refuses it with the same sentence.
 * @throws ControlError 400
 */
export function refusable<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw new ControlError(400, `${error.message}.`)
    throw error
  }
}

/** A whole number of the query, or undefined. @throws ControlError 400 */
export function queryNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new ControlError(400, `The query parameter ${name} must be a whole number.`)
  return Number(text)
}
