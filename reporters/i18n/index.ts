import { en } from './en.ts'
import { ko } from './ko.ts'

/** The labels of all reports in one language. Findings and texts from the target are not translated. */
export type Messages = typeof en

export const messages = { en, ko } satisfies Record<string, Messages>

export type Lang = keyof typeof messages
