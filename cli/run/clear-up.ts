import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  Answer,
  follow,
  type Journal,
  type JournalLine,
  type ResourceKind,
  type Send,
  type TargetSettings,
} from '#harness/client'

/** What is left of a run according to its journal: made and not known to be removed, or asked for with an unknown outcome. */
export interface Leftover {
  readonly kind: ResourceKind
  readonly ref: number
  readonly name: string | undefined
  /** URL to DELETE; unknown for a create whose answer never came. */
  readonly url: string | undefined
}

const parseLine = (line: string): JournalLine[] => {
  try {
    return [JSON.parse(line)]
  } catch {
    return [] // the last line of a killed run may be half written
  }
}

export const journalLines = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')

/** Reads a journal back, newest first: what was made last goes first. */
export function leftovers(lines: readonly string[]): Leftover[] {
  const entries = lines.flatMap(parseLine)
  const open = new Map<string, Leftover>()
  for (const { event, kind, ref, name, url } of entries) {
    const key = `${kind} ${ref}`
    if (event === 'intent') open.set(key, { kind, ref, name, url: undefined })
    else if (event === 'created') open.set(key, { kind, ref, name, url })
    else open.delete(key)
  }
  return [...open.values()].reverse()
}

export interface ClearUp {
  readonly settings: TargetSettings
  readonly send: Send
  readonly journal: Journal
  /** Milliseconds for all of it. */
  readonly within: number
}

const attempts = 5

/** Removes what a run left, in reverse order, and waits until each is gone. Returns what could not be removed. */
export async function clearUp(left: readonly Leftover[], work: ClearUp): Promise<Leftover[]> {
  const deadline = Date.now() + work.within
  const stuck: Leftover[] = []
  const known = await Promise.all(left.map((one) => locate(one, work)))
  const found = known.flat()
  // Servers first and together: ports, volumes, keys and images may be in use by them.
  const order = [...found.filter(({ kind }) => kind === 'server'), ...found.filter(({ kind }) => kind !== 'server')]
  const servers = order.filter(({ kind }) => kind === 'server')
  const gone = await Promise.all(servers.map((one) => removeOne(one, work, deadline)))
  stuck.push(...servers.filter((_, index) => !gone[index]))
  for (const one of order.filter(({ kind }) => kind !== 'server'))
    if (!(await removeOne(one, work, deadline))) stuck.push(one)
  return stuck
}

interface Located extends Leftover {
  readonly url: string
}

const ask = async ({ settings, send }: ClearUp, method: string, url: string): Promise<Answer | undefined> => {
  const headers = { accept: 'application/json', 'x-auth-token': settings.token }
  const raw = await send({ method, url, headers }).catch(() => undefined)
  if (!raw) return undefined
  return new Answer(
    {
      index: 0,
      phase: 'cleanup',
      method,
      url,
      requestHeaders: {},
      status: raw.status,
      headers: raw.headers,
      startedAt: raw.startedAt,
      ms: raw.ms,
    },
    raw.text,
  )
}

/** Collections in which a resource is looked for by its name: [list URL, array pointer, member with the name, member with the id]. */
function places(
  kind: ResourceKind,
  name: string,
  { settings }: ClearUp,
): readonly { list: string; array: string; name: string; id: string; below: string }[] {
  const compute = `${settings.computeUrl}/${settings.tenant}`
  const { image, network, blockStorage } = settings.services
  const query = `?name=${encodeURIComponent(name)}`
  switch (kind) {
    case 'server':
      return [
        {
          list: `${compute}/servers${query}`,
          array: 'body/servers',
          name: 'name',
          id: 'id',
          below: `${compute}/servers`,
        },
      ]
    case 'keypair':
      return [
        {
          list: `${compute}/os-keypairs`,
          array: 'body/keypairs',
          name: 'keypair/name',
          id: 'keypair/name',
          below: `${compute}/os-keypairs`,
        },
      ]
    case 'image':
      return image
        ? [
            {
              list: `${image}/v2/images${query}`,
              array: 'body/images',
              name: 'name',
              id: 'id',
              below: `${image}/v2/images`,
            },
          ]
        : []
    case 'port':
      return network
        ? [
            {
              list: `${network}/v2.0/ports${query}`,
              array: 'body/ports',
              name: 'name',
              id: 'id',
              below: `${network}/v2.0/ports`,
            },
          ]
        : []
    case 'volume':
      return blockStorage
        ? [
            {
              list: `${blockStorage}/volumes${query}`,
              array: 'body/volumes',
              name: 'name',
              id: 'id',
              below: `${blockStorage}/volumes`,
            },
          ]
        : []
  }
}

/** A create of unknown outcome is looked for by the name it was to have; only names of this run are ever touched. */
async function locate(one: Leftover, work: ClearUp): Promise<Located[]> {
  if (one.url !== undefined) return [{ ...one, url: one.url }]
  const name = one.name ?? ''
  if (!name.startsWith(`conformance-${work.settings.runId}-`)) return []
  const found: Located[] = []
  for (const place of places(one.kind, name, work)) {
    const answer = await ask(work, 'GET', place.list)
    for (const element of answer?.array(place.array) ?? []) {
      const id = follow(element, `element/${place.id}`)
      const called = follow(element, `element/${place.name}`)
      const isOurs = typeof called === 'string' && (called === name || called.startsWith(`${name}-`))
      if (isOurs && typeof id === 'string') found.push({ ...one, url: `${place.below}/${encodeURIComponent(id)}` })
    }
  }
  return found
}

async function removeOne({ kind, url, ref }: Located, work: ClearUp, deadline: number): Promise<boolean> {
  work.journal.adopt(kind, ref, url)
  for (let attempt = 1; attempt <= attempts && Date.now() < deadline; attempt++) {
    const answer = await ask(work, 'DELETE', url)
    const accepted = answer !== undefined && (answer.succeeded || answer.status === 404)
    if (accepted && (await isGone(kind, url, work, deadline))) {
      work.journal.removed(url)
      return true
    }
    await sleep(Math.min(250 * 2 ** attempt, 5_000))
  }
  return false
}

/** Keypairs, images and ports go at once; servers and volumes take their time. */
async function isGone(kind: ResourceKind, url: string, work: ClearUp, deadline: number): Promise<boolean> {
  if (kind !== 'server' && kind !== 'volume') return true
  for (let pause = 20; Date.now() < deadline; pause = Math.min(pause * 1.5, 3_000)) {
    const answer = await ask(work, 'GET', url)
    if (answer?.status === 404) return true
    if (answer?.string('body/server/status') === 'ERROR') return false
    await sleep(pause)
  }
  return false
}
