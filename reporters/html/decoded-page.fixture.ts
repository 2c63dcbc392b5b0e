import { decodePageData } from './page/models/decode.ts'
import type { PageData } from './page-data.ts'

/** Returns the data that a rendered page contains. */
export async function pageDataIn(page: string): Promise<PageData> {
  const encoded = page.match(/<script type="text\/plain" id="data">([^<]*)<\/script>/)?.[1]
  if (encoded === undefined) throw new TypeError('The page contains no data.')
  return await decodePageData(encoded)
}

/** Returns all that a reader of the page can find in it: its static part and its data. */
export async function readablePage(page: string): Promise<string> {
  const withoutProgram = page.replace(/<style>[\s\S]*?<\/style>|<script[\s\S]*?<\/script>/g, '')
  return `${withoutProgram}${JSON.stringify(await pageDataIn(page), null, 1).replaceAll('\\"', '"')}\n`
}
