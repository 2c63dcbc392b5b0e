/**
 * A target that numbers its servers is accused of that, and not of what follows from it: a number may be part of a name.
 */
import { expect, onTestFinished, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { isRequestFor } from '../fixtures/tampering-proxy.ts'
import { createdServerOf, isObject, type ProxyRule, parseJson } from './proxy-rules.ts'
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
