import type { Report, Verdict } from '#results'
import { messages } from '../i18n/index.ts'
import { toJson } from '../json.ts'
import type { RenderOptions } from '../render-options.ts'

const colours: Readonly<Record<Verdict, string>> = {
  conformant: 'brightgreen',
  partial: 'yellow',
  nonconformant: 'red',
  inconclusive: 'lightgrey',
}

/** Renders the verdict as the JSON that an endpoint badge of shields.io reads. */
export function renderBadge({ verdict, requirements, selection, shards }: Report, { lang }: RenderOptions): string {
  const t = messages[lang]
  const included = requirements.filter(({ off }) => !off).length
  const isPart = selection !== undefined || shards !== undefined
  const message = t.verdict[verdict].toLowerCase()
  return toJson({
    schemaVersion: 1,
    label: t.title,
    message: isPart ? `${message} (${included}/${requirements.length})` : message,
    color: colours[verdict],
    ...(verdict === 'nonconformant' && { isError: true }),
  })
}
