import { expect } from 'vitest'
import type { Answers } from './responses.ts'
import { type CliRun, runCli } from './run-cli.ts'
import { type Call, isFor, startProxy } from './tampering-proxy.ts'

/** A list that one test of the suites reads, and the requirement that it then judges. */
export interface Place {
  readonly path: string
  readonly requirement: string
  /** Where the list is in the body. */
  readonly member: string
  /** So many reads come before the suites, to look whether the target is there; they are answered well. */
  readonly before: number
}

export const places = {
  keypairs: { path: '/os-keypairs', requirement: 'keypairs.list.answers', member: 'keypairs', before: 0 },
  zones: {
    path: '/os-availability-zone',
    requirement: 'zones.list.answers',
    member: 'availabilityZoneInfo',
    before: 0,
  },
  flavors: { path: '/flavors', requirement: 'flavors.list.answers', member: 'flavors', before: 1 },
  versions: { path: '/', requirement: 'versions.list.answers', member: 'versions', before: 1 },
} as const satisfies Readonly<Record<string, Place>>

const all: readonly Place[] = Object.values(places)

/** An answer to be tried. */
export interface BadResponse {
  readonly name: string
  readonly responses: Answers
  /** The only place where it makes sense. */
  readonly only?: Place
  /** How many reads are answered so; the next ones are answered well. Default: all. */
  readonly reads?: number
}

/** An answer and the place where it is served. */
export type PlacedResponse<D> = D & { readonly place: Place }

const namesOf = (tray: readonly BadResponse[]): string => tray.map(({ name }) => name).join(', ')

/** The same as rows of a table of tests, each with a name. */
export const rows = <D extends BadResponse>(dishes: readonly D[]) =>
  batch(dishes).map((tray) => [namesOf(tray), tray] as const)

/** One row for each answer of a tray. */
export const each = <D extends BadResponse>(tray: readonly PlacedResponse<D>[]) =>
  tray.map((dish) => [dish.name, dish] as const)

/** Shares answers out: what goes on one tray is served in one run, each at a place of its own. */
export function batch<D extends BadResponse>(dishes: readonly D[]): readonly (readonly PlacedResponse<D>[])[] {
  const trays: PlacedResponse<D>[][] = []
  const put = (dish: D, tray: PlacedResponse<D>[]): boolean => {
    const free = all.filter((place) => tray.every((other) => other.place !== place))
    const place = dish.only === undefined ? free[0] : free.find((one) => one === dish.only)
    if (place) tray.push({ ...dish, place })
    return place !== undefined
  }
  for (const dish of dishes.toSorted((a, b) => Number(b.only !== undefined) - Number(a.only !== undefined)))
    if (!trays.some((tray) => put(dish, tray))) put(dish, trays[trays.push([]) - 1] ?? [])
  return trays
}

/** What the suites do beside reading the places, so that a run has a life of its own. */
const others = ['keypairs.*', 'conventions.json-object']

/**
 * Runs the suites against a target that answers so. `calls`, where it is given, receives every request; `besides` are other
 * requirements that are asked.
 */
export async function runBatch(
  tray: readonly PlacedResponse<BadResponse>[],
  calls: Call[] = [],
  besides: readonly string[] = [],
): Promise<CliRun> {
  const target = await startProxy((call, genuine, response) => {
    calls.push(call)
    const dish = tray.find(({ place }) => isFor(call, 'GET', place.path))
    if (!dish || call.count <= dish.place.before) return false
    if (call.count > dish.place.before + (dish.reads ?? Number.POSITIVE_INFINITY)) return false
    dish.responses(response, genuine, dish.place)
    return true
  })
  try {
    return await runCli(target.config, { only: [...others, ...besides, ...tray.map(({ place }) => place.requirement)] })
  } finally {
    await target.close()
  }
}

/** What came of the requirement at a place. */
export function expectOutcome(run: CliRun, { requirement }: Place, outcome: string, reason?: RegExp): void {
  expect(run.requirement(requirement)).toMatchObject({
    outcome,
    ...(reason ? { reason: expect.stringMatching(reason) } : {}),
  })
}
