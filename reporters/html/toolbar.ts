import type { Report } from '#results'
import { displayStatus, displayStatuses } from '../group-results.ts'
import { messages } from '../i18n/messages.ts'
import { ariaLabel, html, label, type Markup } from './markup.ts'

/** An option cannot hold elements, so it brings both languages and the script swaps them. */
const option = (value: string, en: string, ko: string, lang: 'en' | 'ko'): Markup =>
  html`<option value="${value}" data-en="${en}" data-ko="${ko}">${lang === 'ko' ? ko : en}</option>`

/** Filters by outcome, level, group and text. Hidden until the script is there to make them work. */
export function toolbar({ requirements }: Report, lang: 'en' | 'ko'): Markup {
  const count = (name: string) => requirements.filter((result) => displayStatus(result) === name).length
  const chip = (name: string, text: Markup) =>
    count(name) === 0
      ? undefined
      : html`<button type="button" class="chip ${name}" data-outcome="${name}" aria-pressed="false"><i aria-hidden="true"></i>${text} <b>${count(name)}</b></button>`
  const groups = [...new Set(requirements.map(({ group }) => group))]
  const levels = (['must', 'should', 'may'] as const).filter((level) =>
    requirements.some((each) => each.level === level),
  )
  return html`<form class="toolbar" role="search" hidden ${ariaLabel((say) => say.filters, lang)}>
<div class="chips">${displayStatuses.map((outcome) =>
    chip(
      outcome,
      label((say) => say.outcome[outcome]),
    ),
  )}${chip(
    'off',
    label((say) => say.off),
  )}</div>
<div class="fields"><input type="search" name="q" autocomplete="off" placeholder="${messages[lang].searchHint}" data-hint-en="${messages.en.searchHint}" data-hint-ko="${messages.ko.searchHint}" ${ariaLabel((say) => say.search, lang)}>
<select name="level" ${ariaLabel((say) => say.levels, lang)}>${option('', `${messages.en.levels}: ${messages.en.all}`, `${messages.ko.levels}: ${messages.ko.all}`, lang)}${levels.map((level) => option(level, messages.en.level[level], messages.ko.level[level], lang))}</select>
<select name="group" ${ariaLabel((say) => say.group, lang)}>${option('', `${messages.en.group}: ${messages.en.all}`, `${messages.ko.group}: ${messages.ko.all}`, lang)}${groups.map((group) => option(group, group, group, lang))}</select>
<button type="reset">${label((say) => say.clear)}</button><output><b class="shown">${requirements.length}</b> / ${requirements.length} ${label((say) => say.shown)}</output></div>
</form>`
}
