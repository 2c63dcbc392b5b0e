/**
 * An image is made of a server: when that is possible, what the answer says, and what becomes of the image.
 */
import { type Answer, arranged, describe, type Judge, rests, shows, test, verifies } from '#harness'
import { discardImage, imageOf, locatedImage, showImage } from '../imaging.ts'
import { patiently } from '../polling.ts'

const metadata = { purpose: 'test' }

/** Says for certain that a server was never running: by its status, or because it has no time of launch and does not run. */
function isUnbuilt(answer: Answer): boolean {
  const status = answer.string('body/server/status') ?? ''
  const runs = status === 'ACTIVE' || answer.at('body/server/OS-EXT-STS:vm_state') === 'active'
  return ['BUILD', 'BUILDING'].includes(status) || (answer.at('body/server/OS-SRV-USG:launched_at') === null && !runs)
}

/** Judges that an answer with a body names the same image there as in Location, and reports whether it has a body. */
function judgeIds(judge: Judge, answer: Answer): void {
  const id = answer.string('body/image_id')
  const located = locatedImage(answer)
  judge.that(id === undefined || located === undefined || id === located, answer, {
    message: 'The answer to createImage names two images.',
    at: 'body/image_id',
    expected: `${located}, as in Location`,
    actual: String(id),
  })
  judge.fulfilled(answer.text === '' ? 'no-body' : 'body')
}

const hasMetadata = ({ exchange }: Answer): boolean => exchange.requestBody?.includes('"metadata"') ?? false

/** Judges that some request with metadata was accepted, and reports whether one without was as well. */
function judgeMetadata(judge: Judge, answers: readonly Answer[]): void {
  const [full] = answers.filter(hasMetadata).toSorted((a, b) => a.status - b.status)
  if (full) judge.succeed(full)
  if (!full?.succeeded) return
  judge.fulfilled(answers.some((answer) => answer.succeeded && !hasMetadata(answer)) ? 'optional' : 'required')
}

describe('Image of a server', () => {
  test(
    'is accepted while the server runs and while it is stopped, not while it is built',
    verifies('images.create.accepted', 'images.create.metadata', 'images.create.states', 'images.create.image-id'),
    async ({ given, compute, target, step, must, should, draft, budget }) => {
      await given.room()
      const created = await compute.call('createServer', { body: draft.server('image', {}, 'local') })
      const serverId = arranged(created.string('body/server/id'), 'There is no server: the create shows no id.')
      const path = { serverId }
      const show = () => compute.call('showServer', { path })
      const make = (more: object) =>
        compute.call('actOnServer', { path, body: { createImage: { name: draft.name('image'), ...more } } })
      const discard = (answer: Answer) => discardImage({ compute, target }, serverId, answer)
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
        if (unbuilt || !early.succeeded) must('images.create.states').refuse(early)
      })

      const running = await step('ask for images while it runs', async () => {
        const built = await patiently(show, rests('ACTIVE'), budget.create)
        arranged(rests('ACTIVE')(built) || undefined, 'The server did not become ACTIVE.')
        return { plain: await snap({}), full: await snap({ metadata }) }
      })

      const stopped = await step('ask for images while it is stopped', async () => {
        await compute.call('actOnServer', { path, body: { 'os-stop': null } })
        const off = await patiently(show, rests('SHUTOFF'), budget.stop)
        arranged(rests('SHUTOFF')(off) || undefined, 'The server could not be stopped.')
        const full = await snap({ metadata })
        return full.succeeded ? full : snap({})
      })

      const answers = [running.full, running.plain, stopped]
      const taken = answers.find(({ succeeded }) => succeeded)
      must('images.create.accepted').succeed(taken ?? running.plain)
      should('images.create.states').succeed(running.full.succeeded ? running.full : running.plain)
      should('images.create.states').succeed(stopped)
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

      const id = arranged(answer.succeeded ? imageOf(answer) : undefined, 'There is no image: none was accepted.')
      const read = () => showImage({ compute, target }, id)
      try {
        should('images.create.named').see(await read(), shows('body/name', name))
        const image = await must('images.create.becomes-active').eventually(
          read,
          shows('body/status', 'active'),
          budget.snapshot,
        )
        should('images.create.metadata').see(image, shows('body/purpose', metadata.purpose))
      } finally {
        await discardImage({ compute, target }, serverId, answer)
      }
    },
  )
})
