import { type Edit, inBody } from './edits.ts'
import type { Mutation } from './fault.ts'

/** A defect of the full representation, in show and in the detailed list; `below` is a path inside of it. */
export function inServer(change: Edit, below = ''): Mutation {
  const path = (start: string) => (below === '' ? start : `${start}.${below}`)
  const shown = inBody('servers.show', path('server'), change)
  const listed = inBody('servers.detail', path('servers.*'), change)
  return {
    operations: [...shown.operations, ...listed.operations],
    change: (reply, asked) => listed.change(shown.change(reply, asked), asked),
  }
}
