/**
 * An image is made of a server: when that is possible, what the answer says, and what becomes of the image.
 */
import {
  type ApiResponse,
  assume,
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
function isUnbuilt(response: ApiResponse): boolean {
  const status = response.string('body/server/status') ?? ''
  const runs = status === 'ACTIVE' || response.at('body/server/OS-EXT-STS:vm_state') === 'active'
  return ['BUILD', 'BUILDING'].includes(status) || (response.at('body/server/OS-SRV-USG:launched_at') === null && !runs)
}

/** Judges that an answer with a body names the same image there as in Location, and reports whether it has a body. */
function judgeIds(assertion: RequirementAssertion, response: ApiResponse): void {
  const id = response.string('body/image_id')
  const located = imageIdFromLocation(response)
  assertion.holds(id === undefined || located === undefined || id === located, response, {
    message: 'The answer to createImage names two images.',
    at: 'body/image_id',
    expected: `${located}, as in Location`,
    actual: String(id),
  })
  assertion.pass(response.text === '' ? 'no-body' : 'body')
}

const hasMetadata = ({ exchange }: ApiResponse): boolean => exchange.requestBody?.includes('"metadata"') ?? false

/** Judges that some request with metadata was accepted, and reports whether one without was as well. */
function judgeMetadata(assertion: RequirementAssertion, responses: readonly ApiResponse[]): void {
  const [full] = responses.filter(hasMetadata).toSorted((a, b) => a.status - b.status)
  if (full) assertion.isSuccess(full)
  if (!full?.isSuccess) return
  assertion.pass(responses.some((response) => response.isSuccess && !hasMetadata(response)) ? 'optional' : 'required')
}

describe('Image of a server', () => {
  test(
    'is accepted while the server runs and while it is stopped, not while it is built',
    verifies('images.create.accepted', 'images.create.metadata', 'images.create.states', 'images.create.image-id'),
    async ({ given, compute, target, step, verify, build, timeouts }) => {
      await given.reserveCapacity()
      const created = await compute.call('createServer', { body: build.server('image', {}, 'local') })
      const serverId = assumeDefined(created.string('body/server/id'), 'There is no server: the create shows no id.')
      const path = { serverId }
      const show = () => compute.call('showServer', { path })
      const make = (more: object) =>
        compute.call('actOnServer', { path, body: { createImage: { name: build.name('image'), ...more } } })
      const discard = (response: ApiResponse) => deleteImageWhenReady({ compute, target }, serverId, response)
      const snap = async (more: object) => {
        const response = await make(more)
        await discard(response)
        return response
      }

      await step('ask for an image while the server is built', async () => {
        const early = await make({ metadata })
        const unbuilt = isUnbuilt(await show())
        await discard(early)
        // Accepted by a server that was built in between, it is no fault.
        if (unbuilt || !early.isSuccess) verify('images.create.states').isRejected(early)
      })

      const running = await step('ask for images while it runs', async () => {
        const built = await pollUntilSettled(show, isAtRest('ACTIVE'), timeouts.create)
        assume(isAtRest('ACTIVE')(built), 'The server did not become ACTIVE.')
        return { plain: await snap({}), full: await snap({ metadata }) }
      })

      const stopped = await step('ask for images while it is stopped', async () => {
        await compute.call('actOnServer', { path, body: { 'os-stop': null } })
        const off = await pollUntilSettled(show, isAtRest('SHUTOFF'), timeouts.stop)
        assume(isAtRest('SHUTOFF')(off), 'The server could not be stopped.')
        const full = await snap({ metadata })
        return full.isSuccess ? full : snap({})
      })

      const responses = [running.full, running.plain, stopped]
      const taken = responses.find(({ isSuccess }) => isSuccess)
      verify('images.create.accepted').isSuccess(taken ?? running.plain)
      verify.soft('images.create.states').isSuccess(running.full.isSuccess ? running.full : running.plain)
      verify.soft('images.create.states').isSuccess(stopped)
      judgeMetadata(verify.soft('images.create.metadata'), responses)
      if (taken) judgeIds(verify.soft('images.create.image-id'), taken)
    },
  )

  test(
    'becomes active and has the name and the metadata it was given',
    verifies('images.create.becomes-active', 'images.create.named', 'images.create.metadata'),
    async ({ given, compute, target, verify, build, timeouts }) => {
      const { id: serverId } = await given.server({ exclusive: true, kind: 'local' })
      const name = build.name('image')

      const response = await compute.call('actOnServer', {
        path: { serverId },
        body: { createImage: { name, metadata } },
      })

      const id = assumeDefined(
        response.isSuccess ? imageOf(response) : undefined,
        'There is no image: none was accepted.',
      )
      const read = () => showImage({ compute, target }, id)
      try {
        verify.soft('images.create.named').matches(await read(), hasValue('body/name', name))
        const image = await verify('images.create.becomes-active').eventually(
          read,
          hasValue('body/status', 'active'),
          timeouts.snapshot,
        )
        verify.soft('images.create.metadata').matches(image, hasValue('body/purpose', metadata.purpose))
      } finally {
        await deleteImageWhenReady({ compute, target }, serverId, response)
      }
    },
  )
})
