import { defineFault, type Mutation } from '../define-fault.ts'
import { changed, fixed } from '../edits.ts'
import { mutateBody, mutateServer } from '../mutators.ts'
import { inDetail } from './conditions.ts'

const hourMs = 3_600_000

/** Returns a time a number of hours after another one. */
const later = (time: unknown, hours: number): string =>
  new Date(Date.parse(String(time)) + hours * hourMs).toISOString()

const withoutFraction = (time: string): string => time.replace(/\.\d+/, '')

/** Excludes the lists whose filter would contradict the edit. */
const unlessChangesSince = ({ operations, change }: Mutation): Mutation => ({
  operations,
  change: (response, context) => (context.request.url.includes('changes-since') ? response : change(response, context)),
})

/** Faults in which times are impossible. */
export const timeFaults = [
  defineFault(
    'deep-created-earlier',
    'servers.created',
    'Servers were created two hours earlier.',
    mutateServer(changed('created', (time) => withoutFraction(later(time, -2)))),
  ),
  defineFault(
    'deep-launched-tomorrow',
    'servers.launched-at.set',
    'Servers were launched two days after their creation.',
    mutateServer((server) =>
      server['OS-SRV-USG:launched_at'] === null
        ? server
        : { ...server, 'OS-SRV-USG:launched_at': `${later(server['created'], 48).slice(0, 19)}.000000` },
    ),
  ),
  defineFault(
    'deep-updated-before-created',
    'servers.updated-moves',
    'Servers were last updated an hour before they were created.',
    mutateServer((server) => ({ ...server, updated: withoutFraction(later(server['created'], -1)) })),
  ),
  defineFault(
    'deep-detail-updated-in-local-time',
    'servers.updated',
    'In the detailed list, the time of the last change is nine hours later (Korean time) but marked as UTC.',
    inDetail(changed('updated', (time) => withoutFraction(later(time, 9)))),
  ),
  defineFault(
    'deep-detail-updated-before-created',
    'servers.updated-moves',
    'In the detailed list, the time of the last change is nine hours earlier, unless the request has changes-since.',
    unlessChangesSince(inDetail(changed('updated', (time) => withoutFraction(later(time, -9))))),
  ),
  defineFault(
    'deep-keypair-created-in-1970',
    'keypairs.created-at',
    'All keypairs were created in 1970.',
    mutateBody('keypairs.show', 'keypair', fixed('created_at', '1970-01-01T00:00:00.000000')),
  ),
]
