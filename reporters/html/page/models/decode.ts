import type { PageData } from '../../page-data.ts'

/** Reads what `encodePageData` has written: JSON, compressed, as Base64. */
export async function decodePageData(encoded: string): Promise<PageData> {
  const bytes = Uint8Array.from(atob(encoded.trim()), (character) => character.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return JSON.parse(await new Response(stream).text())
}
