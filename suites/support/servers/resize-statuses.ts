/** The statuses that a server shows during a resize. */
import { formatHistory, type RequirementAssertion, type StatusObservation, withStatus } from '#harness'
import { expectedObservations, type ObservedWait } from '../transition-checks.ts'
import { statusPointer } from './server-state.ts'

/** The status of a server during a resize: in Nova, and in the table of statuses in the document's draft. */
const resizeStatuses = ['RESIZE', 'RESIZED']

/**
 * The statuses before and after a resize. `servers.resize.auto-confirm` and `servers.resize.stays-shutoff` cover which of them is
 * right.
 */
const restStatuses = ['ACTIVE', 'SHUTOFF', 'STOPPED']

const isVerifying = ({ status }: StatusObservation): boolean => status === 'VERIFY_RESIZE'

/** Returns the observations before the first VERIFY_RESIZE. */
function beforeVerification(statusHistory: readonly StatusObservation[]): readonly StatusObservation[] {
  const first = statusHistory.findIndex(isVerifying)
  return first < 0 ? statusHistory : statusHistory.slice(0, first)
}

/**
 * Returns the observations of a resize that `servers.state.legal-transitions` covers. Before VERIFY_RESIZE, `servers.state.resize` and
 * `servers.state.verify-resize` cover other statuses, so only the order of the expected ones remains.
 */
export function observationsToVerify(
  transition: string,
  statusHistory: readonly StatusObservation[],
): readonly StatusObservation[] {
  const before = beforeVerification(statusHistory)
  return [...expectedObservations(transition, before), ...statusHistory.slice(before.length)]
}

/**
 * Verifies the statuses observed during a resize until the server waits for a confirmation, and records how the target spells RESIZE.
 * An unexpected status violates `verify` when the server has no task, because it then waits for a confirmation, and otherwise `resize`.
 */
export function verifyResizeStatuses(
  assertions: { readonly resize: RequirementAssertion; readonly verify: RequirementAssertion },
  { response, statusHistory }: ObservedWait,
): void {
  const isDuringResize = ({ status, taskState }: StatusObservation) =>
    restStatuses.includes(status) && /^resize/.test(taskState ?? '')
  // An outdated response may still show a reboot from before the resize.
  const others = withStatus(beforeVerification(statusHistory)).filter(
    ({ status, taskState }) =>
      ![...resizeStatuses, ...restStatuses, 'VERIFY_RESIZE'].includes(status) && !/^reboot/.test(taskState ?? ''),
  )
  const isWrongWithTask = others.some(({ taskState }) => taskState !== null)
  const isWrongWithoutTask = others.some(({ taskState }) => taskState === null)
  const mismatch = (expected: string) => ({
    message: 'The server had an unexpected status during the resize.',
    at: statusPointer,
    expected,
    actual: formatHistory(statusHistory),
  })
  assertions.resize.holds(
    !statusHistory.some(isDuringResize) && !isWrongWithTask,
    response,
    mismatch(`${resizeStatuses.join(' or ')} while the flavor changes`),
  )
  assertions.verify.holds(
    !isWrongWithoutTask,
    response,
    mismatch('VERIFY_RESIZE while the server waits for a confirmation'),
  )
  const spelling = statusHistory.find(({ status }) => resizeStatuses.includes(status))?.status
  if (spelling !== undefined) assertions.resize.pass(spelling)
}
