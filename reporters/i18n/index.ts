import { en, type Messages } from './en.ts'
import { ko } from './ko.ts'

export type { Messages } from './en.ts'

export const messages = { en, ko } satisfies Record<string, Messages>

export type Lang = keyof typeof messages
