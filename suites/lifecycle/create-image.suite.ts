/**
 * An image is made of a server: when that is possible, what the answer says, and what becomes of the image.
 */
import {
  type ApiResponse,
  assumeDefined,
  describe,
  hasValue,
  isAtRest,
  type RequirementAssertion,
  test,
  verifies,
} from '#harness'
import { pollUntilSettled } from '../support/polling.ts'
import { deleteImageWhenReady, imageIdFromLocation, imageOf, showImage } from '../support/server-image.ts'

const metadata = { purpose: 'test' }

/** Says for certain that a server was never running: by its status, or because it has no time of launch and does not run. */
function isUnbuilt(answer: ApiResponse): boolean {
  const status = answer.string('body/server/status') ?? ''
  const runs = status === 'ACTIVE' || answer.at('body/server/OS-EXT-STS:vm_state') === 'active'
  return ['BUILD', 'BUILDING'].includes(status) || (answer.at('body/server/OS-SRV-USG:launched_at') === null && !runs)
}

/** Judges that an answer with a body names the same image there as in Location, and reports whether it has a body. */
function judgeIds(judge: RequirementAssertion, answer: ApiResponse): void {
  const id = answer.string('body/image_id')
  const located = imageIdFromLocation(answer)
  judge.holds(id === undefined || located === undefined || id === located, answer, {
    message: 'The answer to createImage names two images.',
    at: 'body/image_id',
    expected: `${located}, as in Location`,
    actual: String(id),
  })
  judge.pass(answer.text === '' ? 'no-body' : 'body')
}

const hasMetadata = ({ exchange }: ApiResponse): boolean => exchange.requestBody?.includes('"metadata"') ?? false

/** Judges that some request with metadata was accepted, and reports whether one without was as well. */
function judgeMetadata(judge: RequirementAssertion, answers: readonly ApiResponse[]): void {
  const [full] = answers.filter(hasMetadata).toSorted((a, b) => a.status - b.status)
  if (full) judge.isSuccess(full)
  if (!full?.isSuccess) return
  judge.pass(answers.some((answer) => answer.isSuccess && !hasMetadata(answer)) ? 'optional' : 'required')
}

describe('Image of a server', () => {
  test(
    'is accepted while the server runs and while it is stopped, not while it is built',
    verifies('images.create.accepted', 'images.create.metadata', 'images.create.states', 'images.create.image-id'),
    async ({ given, compute, target, step, must, should, draft, budget }) => {
      await given.reserveCapacity()
      const created = await compute.call('createServer', { body: draft.server('image', {}, 'local') })
      const serverId = assumeDefined(created.string('body/server/id'), 'There is no server: the create shows no id.')
      const path = { serverId }
      const show = () => compute.call('showServer', { path })
      const make = (more: object) =>
        compute.call('actOnServer', { path, body: { createImage: { name: draft.name('image'), ...more } } })
      const discard = (answer: ApiResponse) => deleteImageWhenReady({ compute, target }, serverId, answer)
      const snap = async (more: object) => {
        const answer = await make(more)
        await discard(answer)
        return answer
      }

      await step('ask for an image while the server is built', async () => {
        const early = await make({ metadata })
        const unbuilt = isUnbuilt(await show())
        await discard(early)
        // Accepted by a server that was built in between, it is no fault.
        if (unbuilt || !early.isSuccess) must('images.create.states').isRejected(early)
      })

      const running = await step('ask for images while it runs', async () => {
        const built = await pollUntilSettled(show, isAtRest('ACTIVE'), budget.create)
        assumeDefined(isAtRest('ACTIVE')(built) || undefined, 'The server did not become ACTIVE.')
        return { plain: await snap({}), full: await snap({ metadata }) }
      })

      const stopped = await step('ask for images while it is stopped', async () => {
        await compute.call('actOnServer', { path, body: { 'os-stop': null } })
        const off = await pollUntilSettled(show, isAtRest('SHUTOFF'), budget.stop)
        assumeDefined(isAtRest('SHUTOFF')(off) || undefined, 'The server could not be stopped.')
        const full = await snap({ metadata })
        return full.isSuccess ? full : snap({})
      })

      const answers = [running.full, running.plain, stopped]
      const taken = answers.find(({ isSuccess }) => isSuccess)
      must('images.create.accepted').isSuccess(taken ?? running.plain)
      should('images.create.states').isSuccess(running.full.isSuccess ? running.full : running.plain)
      should('images.create.states').isSuccess(stopped)
      judgeMetadata(should('images.create.metadata'), answers)
      if (taken) judgeIds(should('images.create.image-id'), taken)
    },
  )

  test(
    'becomes active and has the name and the metadata it was given',
    verifies('images.create.becomes-active', 'images.create.named', 'images.create.metadata'),
    async ({ given, compute, target, must, should, draft, budget }) => {
      const { id: serverId } = await given.server({ exclusive: true, kind: 'local' })
      const name = draft.name('image')

      const answer = await compute.call('actOnServer', {
        path: { serverId },
        body: { createImage: { name, metadata } },
      })

      const id = assumeDefined(answer.isSuccess ? imageOf(answer) : undefined, 'There is no image: none was accepted.')
      const read = () => showImage({ compute, target }, id)
      try {
        should('images.create.named').matches(await read(), hasValue('body/name', name))
        const image = await must('images.create.becomes-active').eventually(
          read,
          hasValue('body/status', 'active'),
          budget.snapshot,
        )
        should('images.create.metadata').matches(image, hasValue('body/purpose', metadata.purpose))
      } finally {
        await deleteImageWhenReady({ compute, target }, serverId, answer)
      }
    },
  )
})
