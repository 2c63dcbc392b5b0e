import type { Defect } from '../faults/define-fault.ts'
import { changesSince2020 } from './edition-2026-05.ts'

/** The editions of the document that an emulator can serve. The first one is the default. */
export const emulatorEditions = ['2020-03', '2026-05'] as const
export type EmulatorEdition = (typeof emulatorEditions)[number]

/** Returns the changes of each edition to an emulator of the first one. */
export const editionChanges = (edition: EmulatorEdition): readonly Defect[] =>
  edition === '2026-05' ? changesSince2020() : []
