/** One request with many optional parts, and which of them is to blame when it is refused. */
import { type Answer, Inconclusive } from '#harness'
import { ask, type Fields, removeServer, type Tools } from './situation.ts'

/** An optional part of a request; `mild` asks for the same thing well inside its limit. */
export interface Part {
  readonly full: Fields
  readonly mild?: Fields
}

export interface Assembly<Name extends string> {
  /** The accepted request's answer. */
  readonly created: Answer
  /** Whether all parts were accepted at once, in the first request. */
  readonly isWhole: boolean
  /** Whether the request that was accepted has this part, be it in its mild form. */
  has(name: Name): boolean
  /** The answer that says whether the target takes a part: to all parts together, or to this one alone. */
  answerTo(name: Name): Answer
  /** The same of the part's mild form. */
  mildAnswerTo(name: Name): Answer
}

/**
 * Asks for a server with all parts at once. Only when that is refused is every part asked for alone, so that a refusal is
 * laid at the right door, and the server is then made from those that were accepted.
 */
export async function assemble<Name extends string>(
  tools: Tools,
  what: string,
  parts: ReadonlyMap<Name, Part>,
): Promise<Assembly<Name>> {
  const request = (changes: readonly Fields[]) => ask(tools, tools.draft.server(what, Object.assign({}, ...changes)))
  const answers = new Map<Name, { readonly full: Answer; readonly mild: Answer }>()
  const all = await request([...parts.values()].map(({ full }) => full))
  if (all.succeeded) return told(all, answers)

  await tryOut(tools, await request([]))
  const accepted: Fields[] = []
  for (const [name, { full, mild }] of parts) {
    const first = await tryOut(tools, await request([full]), true)
    const second = first.succeeded || !mild ? first : await tryOut(tools, await request([mild]), true)
    answers.set(name, { full: first, mild: second })
    if (second.succeeded) accepted.push(first.succeeded ? full : (mild ?? full))
  }
  const created = await request(accepted)
  if (!created.succeeded)
    throw new Inconclusive(`Every part is accepted alone, and together they are not: ${created.text}`)
  return told(created, answers)
}

function told<Name extends string>(
  created: Answer,
  answers: ReadonlyMap<Name, { readonly full: Answer; readonly mild: Answer }>,
): Assembly<Name> {
  return {
    created,
    isWhole: answers.size === 0,
    has: (name) => answers.get(name)?.mild.succeeded ?? true,
    answerTo: (name) => answers.get(name)?.full ?? created,
    mildAnswerTo: (name) => answers.get(name)?.mild ?? created,
  }
}

/** Takes the server of a trial away at once. A plain request has to be accepted, or no part can be blamed. */
async function tryOut(tools: Tools, answer: Answer, mayFail = false): Promise<Answer> {
  const id = answer.string('body/server/id')
  if (answer.succeeded && id !== undefined) await removeServer(tools, id)
  else if (!mayFail) throw new Inconclusive(`Not even a plain server can be created: ${answer.status} ${answer.text}`)
  return answer
}
