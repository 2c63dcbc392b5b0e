import { forward, startProxy, type TamperingProxy } from '../fixtures/tampering-proxy.ts'
import type { ComposedTarget } from './targets/composed-target.ts'

/** Starts an emulator with the faults of a target, behind a proxy with its rules. */
export async function startTarget({
  faults: names = [],
  edition = '2020-03',
  interpretations = [],
  timing = 'instant',
  seed = {},
  rules,
}: ComposedTarget): Promise<TamperingProxy> {
  const ruleSet = rules?.() ?? []
  return startProxy(
    (request, upstream, response) => {
      const changed = ruleSet.reduce((current, { change }) => change?.(request, current) ?? current, upstream)
      return changed === upstream ? false : forward(changed, response)
    },
    {
      emulator: { faults: names, edition, interpretations, timing, seed },
      rewrite: (request) => ruleSet.reduce((current, { rewrite }) => rewrite?.(current) ?? current, request),
      intercept(request, response) {
        const [intercepted] = ruleSet.flatMap(({ intercept }) => intercept?.(request) ?? [])
        if (intercepted === 'reset') response.destroy()
        return intercepted !== undefined && (intercepted === 'reset' || forward(intercepted, response))
      },
    },
  )
}
