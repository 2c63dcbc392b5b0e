/**
 * Targets that number their servers, or show statuses in lower case, are accused of that, and not of what follows from it: a number may be
 * part of a name, and the filters know the documented spelling.
 */
import { expect, onTestFinished, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { isRequestFor } from '../fixtures/tampering-proxy.ts'
import {
  createdServerOf,
  editing,
  isObject,
  type ProxyRule,
  parseJson,
  respond,
  respondingTo,
  withProperties,
} from './proxy-rules.ts'
import { startTarget } from './start-target.ts'

/** Numbers each server like the end of its name. */
function numbering(): ProxyRule {
  const numbers = new Map<string, string>()
  return {
    rewrite(request) {
      const idOf = (number: string) => [...numbers].find(([, each]) => each === number)?.[0] ?? number
      return { ...request, path: request.path.replace(/(?<=\/servers\/)\d+/, idOf) }
    },
    change(request, response) {
      const text = response.body.toString()
      const body = isRequestFor(request, 'POST', '/servers') ? parseJson(text) : undefined
      const created = isObject(body) && isObject(body['server']) ? body['server']['id'] : undefined
      const number = /\d+$/.exec(String(createdServerOf(request)?.['name']))?.[0]
      if (typeof created === 'string' && number !== undefined) numbers.set(created, number)
      const numbered = [...numbers].reduce(
        (json, [id, each]) => json.replaceAll(`"${id}"`, each).replaceAll(id, each),
        text,
      )
      return { ...response, body: Buffer.from(numbered) }
    },
  }
}

test('the filter by name of a target that numbers its servers is not accused', async () => {
  const rules = [numbering()]
  const proxy = await startTarget({ name: 'a target that numbers its servers', rules: () => rules })
  onTestFinished(() => proxy.close())
  const run = await runSuites(proxy.config, { only: ['servers.list.name', 'servers.create.id'], timeoutScale: 0.1 })

  expect(run.requirement('servers.create.id')).toMatchObject({ outcome: 'fail' })
  expect(run.requirement('servers.list.name')).toMatchObject({ outcome: 'pass', findings: [] })
})

test('the filter by status of a target that shows statuses in lower case is not accused', async () => {
  const rules = [
    respondingTo('GET', /^\/servers/, ({ path }) => (/[?&]status=[a-z]/.test(path) ? respond(400) : undefined)),
    editing('GET', /^\/servers/, withProperties({ status: (value) => String(value).toLowerCase() })),
  ]
  const proxy = await startTarget({ name: 'a target with statuses in lower case', rules: () => rules })
  onTestFinished(() => proxy.close())
  const run = await runSuites(proxy.config, { only: ['servers.list.status', 'servers.status'], timeoutScale: 0.1 })

  expect(run.requirement('servers.status')).toMatchObject({ outcome: 'fail' })
  expect(run.requirement('servers.list.status')).toMatchObject({ outcome: 'pass', findings: [] })
})
