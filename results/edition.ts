import { type Edition, editions } from '#model'
import type { Report } from './report.ts'

/** Returns the edition of the document that a report is about: the first one where the report does not name it. */
export const editionOf = ({ edition }: Report['target']): Edition => edition ?? editions[0]
