/**
 * An image is made of a server: when that is possible, what the answer says, and what becomes of the image.
 */
import { type Answer, arranged, describe, rests, shows, test, verifies } from '#harness'
import { discardImage, imageOf, locatedImage, showImage } from '../imaging.ts'
import { patiently } from '../polling.ts'

const metadata = { purpose: 'test' }

/** Says for certain that a server was never running: it has no time of launch, or is being built by its status. */
function isUnbuilt(answer: Answer): boolean {
  const launched = answer.at('body/server/OS-SRV-USG:launched_at')
  return launched === null || ['BUILD', 'BUILDING'].includes(answer.string('body/server/status') ?? '')
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

      await step('ask for an image while the server is built', async () => {
        const early = await make({ metadata })
        const unbuilt = isUnbuilt(await show())
        await discard(early)
        // Accepted by a server that was built in between, it is no fault.
        if (unbuilt || !early.succeeded) must('images.create.states').refuse(early)
      })

      const full = await step('ask for images while it runs', async () => {
        const built = await patiently(show, rests('ACTIVE'), budget.create)
        arranged(rests('ACTIVE')(built) || undefined, 'The server did not become ACTIVE.')
        const plain = await make({})
        await discard(plain)
        const answer = await make({ metadata })
        await discard(answer)
        must('images.create.accepted').succeed(plain.succeeded ? plain : answer)
        should('images.create.metadata').succeed(answer)
        if (answer.succeeded) should('images.create.metadata').fulfilled(plain.succeeded ? 'optional' : 'required')
        return answer.succeeded ? answer : plain
      })

      await step('compare the ids in the answer', async () => {
        const id = full.string('body/image_id')
        const located = locatedImage(full)
        should('images.create.image-id').that(id === undefined || located === undefined || id === located, full, {
          message: 'The answer to createImage names two images.',
          at: 'body/image_id',
          expected: `${located}, as in Location`,
          actual: String(id),
        })
        should('images.create.image-id').fulfilled(full.text === '' ? 'no-body' : 'body')
      })

      await step('ask for one while it is stopped', async () => {
        await compute.call('actOnServer', { path, body: { 'os-stop': null } })
        const stopped = await patiently(show, rests('SHUTOFF'), budget.stop)
        arranged(rests('SHUTOFF')(stopped) || undefined, 'The server could not be stopped.')
        const off = await make({ metadata })
        const answer = off.succeeded ? off : await make({})
        await discard(answer)
        must('images.create.states').succeed(answer)
      })
    },
  )

  test(
    'becomes active and has the name it was given',
    verifies('images.create.becomes-active', 'images.create.named'),
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
        await must('images.create.becomes-active').eventually(read, shows('body/status', 'active'), budget.snapshot)
      } finally {
        await discardImage({ compute, target }, serverId, answer)
      }
    },
  )
})
