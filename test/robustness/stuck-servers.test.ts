/**
 * Targets whose servers stay in one status for good: with default timeouts what that violates fails, nothing else does, what cannot
 * be judged names what prevents it, and the report names what the target still has. They are among the robustness tests because they
 * mostly wait for timeouts.
 */
import { describe, expect, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { isRequestFor, type ProxiedRequest, type UpstreamResponse } from '../fixtures/tampering-proxy.ts'
import { editing, isObject, type ProxyRule, parseJson, respond, serverIdOf } from '../strangers/proxy-rules.ts'
import { lineOf } from '../strangers/run-target.ts'
import { startTarget } from '../strangers/start-target.ts'

const taskState = 'OS-EXT-STS:task_state'
const deletePath = /^\/servers\/[^/]+$/
/** Returns the tenant in the path, and the token. */
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

const targets: Readonly<Record<string, StuckTarget>> = {
  'whose deletion never ends': {
    rules: keptAfterDelete(respond(204), { [taskState]: 'deleting' }),
    red: ['servers.delete.removes'],
  },
  'that stay in a status DELETING': {
    rules: keptAfterDelete(respond(204), { status: 'DELETING', [taskState]: null }),
    red: ['servers.delete.removes', 'servers.state.deleted', 'servers.status'],
  },
  'that stay in SOFT_DELETED': {
    rules: keptAfterDelete(respond(204), { status: 'SOFT_DELETED', [taskState]: null }),
    red: ['servers.delete.removes', 'servers.state.deleted'],
  },
  'that DELETE does not find and lists contain': {
    rules: keptAfterDelete(respond(404, { itemNotFound: { code: 404, message: 'There is no such server.' } })),
    red: ['servers.delete.removes'],
  },
  'that stay in BUILD': {
    rules: () => [showing(() => ({ status: 'BUILD', [taskState]: null }))],
    red: ['servers.state.active'],
  },
  'whose show returns 500 once they are deleted': {
    rules: shownOnceDeleted(respond(500, { computeFault: { code: 500, message: 'This target is wrong.' } })),
    // The lists do not have them any more.
    red: ['servers.state.deleted'],
  },
}

describe.concurrent('a target with servers', () => {
  test.each(Object.entries(targets))('%s is judged by what it violates', async (name, { rules, red }) => {
    const target = await startTarget({ name, rules })
    try {
      const run = await runSuites(target.config)

      const failed = run.resultsWith('fail').filter(({ level, off }) => level === 'must' && off !== true)
      expect(failed.map(({ id }) => id).toSorted()).toEqual(red)
      expect(run.resultsWith('error').map(lineOf)).toEqual([])
      const undecided = run.resultsWith('inconclusive').filter(({ level }) => level === 'must')
      expect(undecided.filter(({ blockedBy }) => blockedBy === undefined).map(lineOf)).toEqual([])
      // Servers may have been renamed since their create, so that only ids can be compared.
      const leaked = run.report.resources.leaked.map(({ id }) => id)
      expect(leaked.toSorted()).toEqual((await target.listServerIds()).toSorted())
      expect(await target.listNames('os-keypairs')).toEqual([])
    } finally {
      await target.close()
    }
  })
})
