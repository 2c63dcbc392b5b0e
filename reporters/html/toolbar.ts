import type { Report } from '#results'
import { displayStatus, displayStatuses } from '../group-results.ts'
import { type Lang, messages } from '../i18n/index.ts'
import { ariaLabel, html, label, type Markup } from './markup.ts'

/** An option cannot contain elements, so it has both texts as attributes, which the script swaps. */
const option = (value: string, en: string, ko: string, lang: Lang): Markup =>
  html`<option value="${value}" data-en="${en}" data-ko="${ko}">${lang === 'ko' ? ko : en}</option>`

/** Filters by status, level, group and text. Hidden until the script runs. */
export function toolbar({ requirements }: Report, lang: Lang): Markup {
  const count = (name: string) => requirements.filter((result) => displayStatus(result) === name).length
  const chip = (name: string, text: Markup) =>
    count(name) === 0
      ? undefined
      : html`<button type="button" class="chip ${name}" data-outcome="${name}" aria-pressed="false"><i aria-hidden="true"></i>${text} <b>${count(name)}</b></button>`
  const groups = [...new Set(requirements.map(({ group }) => group))]
  const levels = (['must', 'should', 'may'] as const).filter((level) => requirements.some((t) => t.level === level))
  return html`<form class="toolbar" role="search" hidden ${ariaLabel((t) => t.filters, lang)}>
<div class="chips">${displayStatuses.map((outcome) =>
    chip(
      outcome,
      label((t) => t.outcome[outcome]),
    ),
  )}${chip(
    'off',
    label((t) => t.off),
  )}</div>
<div class="fields"><input type="search" name="q" autocomplete="off" placeholder="${messages[lang].searchHint}" data-hint-en="${messages.en.searchHint}" data-hint-ko="${messages.ko.searchHint}" ${ariaLabel((t) => t.search, lang)}>
<select name="level" ${ariaLabel((t) => t.levelColumn, lang)}>${option('', `${messages.en.levelColumn}: ${messages.en.all}`, `${messages.ko.levelColumn}: ${messages.ko.all}`, lang)}${levels.map((level) => option(level, messages.en.level[level], messages.ko.level[level], lang))}</select>
<select name="group" ${ariaLabel((t) => t.group, lang)}>${option('', `${messages.en.group}: ${messages.en.all}`, `${messages.ko.group}: ${messages.ko.all}`, lang)}${groups.map((group) => option(group, group, group, lang))}</select>
<button type="reset">${label((t) => t.clear)}</button><output><b class="shown">${requirements.length}</b> / ${requirements.length} ${label((t) => t.shown)}</output></div>
</form>`
}
