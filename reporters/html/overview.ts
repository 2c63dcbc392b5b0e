import type { Cause, Report, RequirementResult } from '#results'
import { groupResults } from '../group-results.ts'
import type { Messages } from '../i18n/index.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { bilingual, html, label, type Markup } from './markup.ts'

/** A card with a heading, the number of its entries, and the entries. */
const card = (id: string, title: (t: Messages) => string, count: number, content: Markup): Markup =>
  html`<section class="card ${id}" aria-labelledby="${id}"><h2 id="${id}">${label(title)} <span class="count">${count}</span></h2>
${content}</section>`

function causeView({ requirement, reason, blocks }: Cause): Markup {
  const count = blocks.length
  const title = label((t) => (requirement === undefined ? t.blocked(count) : t.blockedBy(count, requirement)))
  const link = requirement && html`<a href="#${requirement}"><code>${requirement}</code></a>`
  const ids = blocks.map((id, index) => html`${index > 0 ? ', ' : ''}<a href="#${id}"><code>${id}</code></a>`)
  return html`<li><details class="fold"><summary><b>${title}</b></summary><p>${ids}</p></details><p>${label((t) => sanitizeLine(t.sentence(reason)))} ${link}</p></li>`
}

/** What prevents requirements from being decided, each cause with links to them. */
export const causeList = ({ causes }: Report): Markup | undefined =>
  causes.length === 0
    ? undefined
    : card('causes', (t) => t.causes, causes.length, html`<ol>${causes.map(causeView)}</ol>`)

/** Failures in brief, each a link to its entry in the list of requirements. */
const failureList = (id: string, title: (t: Messages) => string, failed: readonly RequirementResult[]) =>
  failed.length === 0
    ? undefined
    : card(
        id,
        title,
        failed.length,
        html`<ol>${failed.map(({ id: requirement, text, findings: [first] }) => html`<li><a href="#${requirement}"><b>${bilingual(text)}</b><span>${sanitizeLine(first?.message ?? '')}</span><code>${requirement}</code></a></li>`)}</ol>`,
      )

/** The failed musts, and the failed recommendations. */
export function failureLists({ requirements }: Report): Markup {
  const { failedMusts, failedShoulds } = groupResults(requirements)
  return html`${failureList('broken', (t) => t.failedMusts, failedMusts)}
${failureList('broken-shoulds', (t) => t.failedShoulds, failedShoulds)}`
}

const sentences = (texts: readonly string[]): Markup =>
  html`<ul>${texts.map((text) => html`<li>${label((t) => sanitizeLine(t.sentence(text)))}</li>`)}</ul>`

export const errorList = ({ errors }: Report): Markup | undefined =>
  errors.length === 0 ? undefined : card('errors', (t) => t.errors, errors.length, sentences(errors))

export const noteList = ({ notes = [] }: Report): Markup | undefined =>
  notes.length === 0 ? undefined : card('notes', (t) => t.notes, notes.length, sentences(notes))
