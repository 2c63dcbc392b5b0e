/**
 * Targets whose servers stay in one status for good: with default timeouts what that violates fails, nothing else does, what cannot
 * be judged names what prevents it, and the report names what the target still has.
 */
import { describe, expect, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { isRequestFor, type ProxiedRequest, type UpstreamResponse } from '../fixtures/tampering-proxy.ts'
import { editing, isObject, type ProxyRule, parseJson, respond } from '../strangers/proxy-rules.ts'
import { lineOf } from '../strangers/run-target.ts'
import { startTarget } from '../strangers/start-target.ts'

const taskState = 'OS-EXT-STS:task_state'
const deletePath = /^\/servers\/[^/]+$/
const serverIdOf = (path: string): string => /\/servers\/([^/?]+)/.exec(path)?.[1] ?? ''
/** The tenant in the path, and the token. */
const callerOf = ({ path, headers }: ProxiedRequest): string => `${path.split('/')[2]} ${headers['x-auth-token']}`

/** Changes servers in lists and shows. */
const showing = (edit: (server: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>): ProxyRule =>
  editing('GET', /^\/servers(\/[^/]+)?$/, (object) => ('status' in object ? { ...object, ...edit(object) } : object))

/** Responds to the tenant's DELETE of a server, deletes nothing, and shows the server in this way from then on. */
function keptAfterDelete(
  response: UpstreamResponse,
  shown: Readonly<Record<string, unknown>> = {},
): () => readonly ProxyRule[] {
  return () => {
    const owners = new Map<string, string>()
    const deleted = new Set<unknown>()
    return [
      {
        intercept(request) {
          const id = serverIdOf(request.path)
          const isOwn = isRequestFor(request, 'DELETE', deletePath) && owners.get(id) === callerOf(request)
          if (isOwn) deleted.add(id)
          return isOwn ? response : undefined
        },
        change(request, created) {
          const body = isRequestFor(request, 'POST', '/servers') ? parseJson(created.body.toString()) : undefined
          const server = isObject(body) ? body['server'] : undefined
          if (isObject(server)) owners.set(String(server['id']), callerOf(request))
          return created
        },
      },
      showing(({ id }) => (deleted.has(id) ? shown : {})),
    ]
  }
}

/** Responds in this way to the show of a server that is deleted. */
const shownOnceDeleted = (response: UpstreamResponse) => (): readonly ProxyRule[] => {
  const deleted = new Set<string>()
  return [
    {
      change(request, original) {
        const id = serverIdOf(request.path)
        if (isRequestFor(request, 'DELETE', deletePath) && original.status === 204) deleted.add(id)
        return isRequestFor(request, 'GET', deletePath) && deleted.has(id) ? response : original
      },
    },
  ]
}

interface StuckTarget {
  readonly rules: () => readonly ProxyRule[]
  /** The requirements that fail. */
  readonly red: readonly string[]
}

const error = (code: number) => ({ computeFault: { code, message: 'This target is wrong.' } })

const targets: Readonly<Record<string, StuckTarget>> = {
  'deleting for ever': {
    rules: keptAfterDelete(respond(204), { [taskState]: 'deleting' }),
    red: ['servers.delete.removes'],
  },
  'in a status DELETING for ever': {
    rules: keptAfterDelete(respond(204), { status: 'DELETING', [taskState]: null }),
    red: ['servers.delete.removes', 'servers.state.deleted', 'servers.status'],
  },
  'in SOFT_DELETED for ever': {
    rules: keptAfterDelete(respond(204), { status: 'SOFT_DELETED', [taskState]: null }),
    red: ['servers.delete.removes', 'servers.state.deleted'],
  },
  'not found by DELETE, and listed': {
    rules: keptAfterDelete(respond(404, { itemNotFound: { code: 404, message: 'There is no such server.' } })),
    red: ['servers.delete.removes'],
  },
  'in BUILD for ever': {
    rules: () => [showing(() => ({ status: 'BUILD', [taskState]: null }))],
    red: ['servers.state.active'],
  },
  'shown with 500 once deleted': {
    rules: shownOnceDeleted(respond(500, error(500))),
    red: ['servers.delete.removes', 'servers.state.deleted'],
  },
}

describe.concurrent('a target with servers', () => {
  test.each(Object.entries(targets))('%s', async (name, { rules, red }) => {
    const target = await startTarget({ name, rules })
    try {
      const run = await runSuites(target.config)

      const failed = run.resultsWith('fail').filter(({ level, off }) => level === 'must' && off !== true)
      expect(failed.map(({ id }) => id).toSorted()).toEqual(red)
      expect(run.resultsWith('error').map(lineOf)).toEqual([])
      const undecided = run.resultsWith('inconclusive').filter(({ level }) => level === 'must')
      expect(undecided.filter(({ blockedBy }) => blockedBy === undefined).map(lineOf)).toEqual([])
      // The report has the names that were asked for, and the target those of later updates.
      const leftovers = [...(await target.listNames('servers')), ...(await target.listNames('os-keypairs'))]
      expect(run.report.resources.leaked).toHaveLength(leftovers.length)
    } finally {
      await target.close()
    }
  })
})
