/**
 * createImage: the statuses in which it is allowed, the response, and the image.
 */
import {
  type ApiResponse,
  allOf,
  assume,
  assumeDefined,
  assumeSuccess,
  type ComputeClient,
  describe,
  hasValue,
  type RequirementAssertion,
  startIfStopped,
  test,
  verifies,
  verifiesPartly,
} from '#harness'
import { independentSteps } from '../support/independent-steps.ts'
import { waitUntilActive } from '../support/servers/active-server.ts'
import { verifyPoweredOn } from '../support/servers/agreement-checks.ts'
import { requestLocalServer } from '../support/servers/equipped-server.ts'
import { deleteImageWhenReady, imageIdFromLocation, showImage, shownImageId } from '../support/servers/server-image.ts'
import { untilPoweredOff } from '../support/servers/server-state.ts'
import { unusualText } from '../support/unusual-text.ts'

/** Two pairs, one of them with a non-ASCII value. */
const metadata = { purpose: '적합성 검사', stage: 'conformance' }

/** Values that are longer than a target might store, have upper case, are empty, or look like another type. */
const unusualMetadata = { ...metadata, purpose: `${unusualText} V${'v'.repeat(150)}`, note: '', count: '01' }

/** Matches an image with every pair of the metadata. */
const hasMetadata = (pairs: Readonly<Record<string, string>>) =>
  allOf(...Object.entries(pairs).map(([key, value]) => hasValue(`body/${key}`, value)))

/** Tells whether a server has certainly never run: by its status, or because it has no launch time and is neither ACTIVE nor SHUTOFF. */
function isUnbuilt(shown: ApiResponse): boolean {
  const status = shown.string('body/server/status') ?? ''
  const isBuilt = ['ACTIVE', 'SHUTOFF'].includes(status) || shown.at('body/server/OS-EXT-STS:vm_state') === 'active'
  const isUnlaunched = shown.at('body/server/OS-SRV-USG:launched_at') === null
  return ['BUILD', 'BUILDING'].includes(status) || (isUnlaunched && !isBuilt)
}

/** Verifies that a body has the same image id as `Location`, and reports whether there is a body. */
function verifyImageId(assertion: RequirementAssertion, response: ApiResponse): void {
  const id = response.string('body/image_id')
  const locationId = imageIdFromLocation(response)
  assertion.holds(id === undefined || locationId === undefined || id === locationId, response, {
    message: 'The response to createImage has two different image ids.',
    at: 'body/image_id',
    expected: `${locationId}, as in Location`,
    actual: String(id),
  })
  assertion.pass(response.text === '' ? 'no-body' : 'body')
}

/**
 * Requires that the image service has an image with the id in the body.
 * @throws InconclusiveError, which names the requirement about Location, when it has none
 */
async function assumeImageExists(compute: ComputeClient, id: string): Promise<void> {
  const isKnown = (image: ApiResponse) => image.isSuccess
  const { isDone } = await compute.poll(() => showImage(compute, id), isKnown, 'propagation', 'a new image')
  assume(isDone, 'The image service does not show the image.', 'images.create.location')
}

const sentMetadata = ({ exchange }: ApiResponse): boolean => exchange.requestBody?.includes('"metadata"') ?? false

/** Verifies that a request with metadata was accepted, and reports whether one without it was accepted, too. */
function verifyMetadata(assertion: RequirementAssertion, responses: readonly ApiResponse[]): void {
  const [withMetadata] = responses.filter(sentMetadata).toSorted((a, b) => a.status - b.status)
  if (withMetadata) assertion.isSuccess(withMetadata)
  if (!withMetadata?.isSuccess) return
  const isOptional = responses.some((response) => response.isSuccess && !sentMetadata(response))
  assertion.pass(isOptional ? 'optional' : 'required')
}

describe('Image of a server', () => {
  test(
    'is accepted for an ACTIVE and a SHUTOFF server, and rejected while the server is built',
    verifiesPartly({
      always: ['images.create.accepted', 'images.create.metadata', 'images.create.states', 'images.create.image-id'],
      whereAvailable: ['images.create.named', 'images.create.becomes-active', 'servers.power-state.agrees'],
    }),
    async ({ given, compute, step, verify, build }) => {
      await given.reserveCapacity(1, { priority: 1, leaves: 'local' })
      const { attempt, end } = independentSteps(step)
      // The oracle compares its attributes after the images with those before.
      const request = () => requestLocalServer({ given, compute, build }, 'image')
      const first = await request()
      let { serverId } = first
      const path = () => ({ serverId })
      const createImage = (fields: object, options: { readonly isMomentary?: boolean } = {}) => {
        const body = { createImage: { name: build.name('image'), ...fields } }
        return compute.call('actOnServer', { path: path(), body, ...options })
      }
      const createAndDelete = async (fields: { readonly metadata?: typeof metadata }) => {
        const name = build.name('image')
        const response = await createImage({ name, ...fields })
        const image = await deleteImageWhenReady(compute, serverId, response)
        if (!image?.isSuccess) return response
        verify.soft('images.create.becomes-active').matches(image, hasValue('body/status', 'active'))
        verify.soft('images.create.named').matches(image, hasValue('body/name', name))
        if (fields.metadata) verify.soft('images.create.metadata').matches(image, hasMetadata(fields.metadata))
        return response
      }

      await step('create an image while the server is built', async () => {
        const response = await createImage({ metadata }, { isMomentary: true })
        const wasUnbuilt = isUnbuilt(await compute.call('showServer', { path: path() }))
        await deleteImageWhenReady(compute, serverId, response)
        // A server whose build has ended by then may accept the request.
        if (wasUnbuilt || !response.isSuccess) verify.soft('images.create.states').isRejected(response)
      })

      const active = await step('create images while it is ACTIVE', async () => {
        const { becoming, ...server } = await waitUntilActive(compute, first, request)
        serverId = server.serverId
        const { mismatch } = await startIfStopped(compute, serverId, becoming)
        assume(mismatch === undefined, 'The server did not become ACTIVE.', 'servers.create.becomes-active')
        return {
          withoutMetadata: await createAndDelete({}),
          withMetadata: await createAndDelete({ metadata }),
        }
      })

      await attempt('compare its power_state after the images', async () => {
        await verifyPoweredOn(verify, compute, serverId)
        verify.complete('servers.power-state.agrees')
      })

      const shutoff: ApiResponse[] = []
      const others: ApiResponse[] = []
      await attempt('create an image while it is SHUTOFF', async () => {
        const stopped = await compute.call('actOnServer', { path: path(), body: { 'os-stop': null } })
        assumeSuccess(stopped, 'The server did not become SHUTOFF.', 'servers.stop.becomes-shutoff')
        const { outcome } = await compute.waitForServer(serverId, untilPoweredOff)
        assume(outcome === 'reached', 'The server did not become SHUTOFF.', 'servers.stop.becomes-shutoff')
        const withMetadata = await createAndDelete({ metadata })
        // Where the target accepts none while it is ACTIVE, this one alone tells whether metadata are optional.
        const isDecided = withMetadata.isSuccess && active.withMetadata.isSuccess
        const withoutMetadata = isDecided ? undefined : await createAndDelete({})
        if (withoutMetadata) others.push(withoutMetadata)
        shutoff.push(withMetadata.isSuccess ? withMetadata : (withoutMetadata ?? withMetadata))
      })

      const responses = [active.withMetadata, active.withoutMetadata, ...shutoff, ...others]
      const accepted = responses.find(({ isSuccess }) => isSuccess)
      verify('images.create.accepted').isSuccess(accepted ?? active.withoutMetadata)
      verifyMetadata(verify.soft('images.create.metadata'), responses)
      if (accepted) verifyImageId(verify.soft('images.create.image-id'), accepted)
      verify.complete(
        'images.create.accepted',
        'images.create.metadata',
        'images.create.image-id',
        'images.create.named',
        'images.create.becomes-active',
      )
      const states = verify.soft('images.create.states')
      states.isSuccess(active.withMetadata.isSuccess ? active.withMetadata : active.withoutMetadata)
      for (const response of shutoff) states.isSuccess(response)
      end()
    },
  )

  test(
    'becomes active and has the requested name and metadata',
    verifies('images.create.becomes-active', 'images.create.named', 'images.create.metadata'),
    async ({ given, compute, verify, build }) => {
      const { id: serverId } = await given.server({ exclusive: true, kind: 'local' })
      const create = (createImage: object, options: { readonly mayBeRejected?: boolean } = {}) =>
        compute.call('actOnServer', { path: { serverId }, body: { createImage }, ...options })
      // The document does not say how long a name or a value may be, nor which characters it may have.
      const unusualName = `${build.name('image')} A.b ${unusualText} ${'n'.repeat(60)}`
      const unusual = await create({ name: unusualName, metadata: unusualMetadata }, { mayBeRejected: true })
      const name = unusual.isSuccess ? unusualName : `${build.name('image')} 이미지`
      const requested = unusual.isSuccess ? unusualMetadata : metadata

      const withMetadata = unusual.isSuccess ? unusual : await create({ name, metadata })
      // images.create.metadata covers a target that accepts no metadata.
      const response = withMetadata.isSuccess ? withMetadata : await create({ name })

      assumeSuccess(response, 'No image was created.', 'images.create.accepted')
      const shownId = await shownImageId(compute, response)
      const id = assumeDefined(shownId, 'The response has no image id.', 'images.create.location')
      const isNew = !compute.run.traits.deletedImages.has(id)
      assume(isNew, 'The response names an image that was deleted before.', 'images.create.location')
      const read = () => showImage(compute, id)
      try {
        // An id that is only in the body may be wrong: images.create.image-id compares it with that in Location.
        if (imageIdFromLocation(response) === undefined) await assumeImageExists(compute, id)
        const isActive = hasValue('body/status', 'active')
        const image = await verify.soft('images.create.becomes-active').eventually(read, isActive, 'snapshot')
        verify.complete('images.create.becomes-active')
        assumeSuccess(image, 'The image service does not show the image.', 'images.create.becomes-active')
        verify.soft('images.create.named').matches(image, hasValue('body/name', name))
        verify.complete('images.create.named')
        assume(withMetadata.isSuccess, 'No image with metadata can be created.', 'images.create.metadata')
        verify.soft('images.create.metadata').matches(image, hasMetadata(requested))
      } finally {
        await deleteImageWhenReady(compute, serverId, response)
      }
    },
  )
})
