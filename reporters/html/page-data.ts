import { deflateRawSync } from 'node:zlib'
import { changeTexts, type Report, trimExchanges } from '#results'
import type { Lang } from '../i18n/index.ts'
import { sanitizeBlock } from '../text/sanitize.ts'
import { type ServerHistory, serverHistories } from './server-histories.ts'

/** The data of the page: the report, and values derived from complete bodies, which the report truncates. Every text is sanitized. */
export interface PageData {
  readonly report: Report
  readonly servers: readonly ServerHistory[]
  /** The language shown first. */
  readonly lang: Lang
}

/** Characters of encoded data up to which the bodies of all exchanges are kept. */
const maxLength = 700_000

const sanitizing = { text: sanitizeBlock, key: sanitizeBlock }

/** Encodes a value as JSON, compressed (raw deflate), as Base64: what `decodePageData` of the page reads. */
const encode = (data: PageData): string =>
  deflateRawSync(JSON.stringify(changeTexts(data, sanitizing)), { level: 6 }).toString('base64')

/** Encodes the data of the page. Bodies that no finding refers to are truncated where the page would become too large. */
export function encodePageData(report: Report, lang: Lang): string {
  const servers = serverHistories(report.exchanges)
  const complete = encode({ report, servers, lang })
  return complete.length <= maxLength
    ? complete
    : encode({ report: { ...report, exchanges: trimExchanges(report) }, servers, lang })
}
