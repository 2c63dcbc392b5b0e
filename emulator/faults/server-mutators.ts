import type { Mutation } from './define-fault.ts'
import { type Edit, mutateBody } from './mutators.ts'

/** A defect of the full representation, in show and in the detailed list; `below` is a path inside of it. */
export function mutateServer(change: Edit, below = ''): Mutation {
  const path = (start: string) => (below === '' ? start : `${start}.${below}`)
  const shown = mutateBody('servers.show', path('server'), change)
  const listed = mutateBody('servers.detail', path('servers.*'), change)
  return {
    operations: [...shown.operations, ...listed.operations],
    change: (response, asked) => listed.change(shown.change(response, asked), asked),
  }
}
