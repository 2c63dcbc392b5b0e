import type { ComparedRun } from '#results'
import type { Messages } from '../i18n/index.ts'

/** Returns a number of failures, as text, with the number of those that a baseline or a waiver accepts, if there are any. */
export const withAccepted = (failures: string, { accepted }: ComparedRun, t: Messages): string =>
  accepted === 0 ? failures : `${failures} (${t.comparison.accepted(accepted)})`
