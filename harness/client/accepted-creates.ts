import { resolvePointer } from '#contract'
import type { ApiResponse } from './api-response.ts'
import type { OutgoingRequest } from './outgoing-request.ts'

/** What a create is about: the kind of resource, its name, and everything else that it asks for. */
interface Create {
  readonly kind: string
  readonly name: string
  readonly form: string
}

type SentCreate = Pick<OutgoingRequest, 'content' | 'isInvalid' | 'isAuthorized'>
type Rejection = Pick<ApiResponse, 'status' | 'text'>

/** The kinds of resources that have a quota, by the key of the request, with the members of the request that name something. */
const kinds = { server: ['name', 'key_name'], keypair: ['name'], server_group: ['name'] } as const

/** Names as the run chooses them, apart from those that test the limits of a name. */
const isUsualName = (name: unknown): name is string => typeof name === 'string' && /^[\w -]{1,100}$/.test(name)

function readCreate(content: unknown): Create | undefined {
  for (const [kind, nameMembers] of Object.entries(kinds)) {
    const name = resolvePointer(content, `body/${kind}/name`)
    if (!isUsualName(name)) continue
    const isName = (member: string) => nameMembers.some((one) => one === member)
    return { kind, name, form: JSON.stringify(content, (member, value) => (isName(member) ? '' : value)) }
  }
  return undefined
}

/**
 * The creates that the target has accepted, and how it rejects the same ones later. A target need not say that the reason is the quota of
 * the tenant; but a 403 that rejects what it has accepted before says nothing about the request.
 */
export class AcceptedCreates {
  readonly #forms = new Set<string>()
  readonly #names = new Set<string>()
  readonly #rejections = new Set<string>()

  /** Records the response to a create, if it is valid and has the token of the run. */
  record({ content, isInvalid, isAuthorized }: SentCreate, { status, text }: Rejection): void {
    const create = isInvalid || !isAuthorized ? undefined : readCreate(content)
    if (create === undefined) return
    const { kind, name, form } = create
    if (status < 300) {
      this.#forms.add(form)
      this.#names.add(`${kind} ${name}`)
    } else if (status === 403 && this.#forms.has(form) && !this.#names.has(`${kind} ${name}`))
      this.#rejections.add(rejectionOf(kind, text))
  }

  /** Tells whether a response to a create is like one that rejected what the target has accepted before. */
  isRejectedAlike(content: unknown, { status, text }: Rejection): boolean {
    const kind = Object.keys(kinds).find((key) => resolvePointer(content, `body/${key}`) !== undefined)
    return status === 403 && kind !== undefined && this.#rejections.has(rejectionOf(kind, text))
  }
}

/** Returns the text of a rejection without numbers and ids, which differ each time. */
const rejectionOf = (kind: string, text: string): string =>
  `${kind} ${text.slice(0, 2_000).replace(/[\da-f-]*\d[\da-f-]*/gi, '')}`
