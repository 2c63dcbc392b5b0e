import { packageText } from '#contract'

const file = 'requirements/measured/noticed-faults.json'

/**
 * Returns for each fault whether the conformance proxy noticed it in the traffic of an ordinary client, as test/clients/noticed-faults.mjs
 * measured it. A fault that is newer than the measurement is missing.
 */
export function noticedFaults(): ReadonlyMap<string, boolean> {
  const content: unknown = JSON.parse(packageText(file))
  if (typeof content !== 'object' || content === null) throw new TypeError(`${file} is not an object.`)
  return new Map(Object.entries(content).map(([name, isNoticed]) => [name, isNoticed === true]))
}
