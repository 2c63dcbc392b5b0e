/**
 * The script of the page, as text: filters kept in the URL fragment, the language switch, copy buttons, and the list of exchanges.
 * It inserts data as text only, never as markup.
 */
export const script = String.raw`
'use strict'
const all = (selector, root = document) => [...root.querySelectorAll(selector)]
const form = document.querySelector('.toolbar')
const rows = all('.requirement')
const chips = all('.chip')
const fields = ['q', 'level', 'group']
const element = (name, className, text) => {
  const made = document.createElement(name)
  if (className) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

function speak(lang) {
  const root = document.documentElement
  root.lang = root.dataset.lang = lang
  for (const button of all('.languages button')) button.setAttribute('aria-pressed', String(button.value === lang))
  for (const option of all('option[data-en]')) option.textContent = option.dataset[lang]
  for (const labelled of all('[aria-label][data-en]')) labelled.setAttribute('aria-label', labelled.dataset[lang])
  for (const input of all('[data-hint-en]')) input.placeholder = lang === 'ko' ? input.dataset.hintKo : input.dataset.hintEn
}

function show() {
  const outcomes = chips.filter((chip) => chip.getAttribute('aria-pressed') === 'true').map((chip) => chip.dataset.outcome)
  const terms = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean)
  const level = form.elements.level.value
  const group = form.elements.group.value
  let shown = 0
  for (const row of rows) {
    const fits =
      (outcomes.length === 0 || outcomes.includes(row.dataset.outcome)) &&
      (level === '' || row.dataset.level === level) &&
      (group === '' || row.parentElement.dataset.group === group) &&
      terms.every((term) => row.dataset.text.includes(term))
    row.hidden = !fits
    if (fits) shown += 1
  }
  for (const section of all('.group')) section.hidden = !section.querySelector('.requirement:not([hidden])')
  document.querySelector('.shown').textContent = shown
  document.querySelector('.no-match').hidden = shown > 0
}

function remember() {
  const state = new URLSearchParams()
  const pressed = chips.filter((chip) => chip.getAttribute('aria-pressed') === 'true').map((chip) => chip.dataset.outcome)
  if (pressed.length > 0) state.set('outcome', pressed.join(','))
  for (const name of fields) if (form.elements[name].value) state.set(name, form.elements[name].value)
  const text = state.toString()
  try {
    history.replaceState(null, '', text ? '#' + text : location.pathname + location.search)
  } catch {}
  show()
}

function clear() {
  for (const chip of chips) chip.setAttribute('aria-pressed', 'false')
  for (const name of fields) form.elements[name].value = ''
}

function recall() {
  const hash = location.hash.slice(1)
  if (hash.includes('=')) {
    const state = new URLSearchParams(hash)
    const outcomes = (state.get('outcome') ?? '').split(',')
    for (const chip of chips) chip.setAttribute('aria-pressed', String(outcomes.includes(chip.dataset.outcome)))
    for (const name of fields) form.elements[name].value = state.get(name) ?? ''
    if (form.elements.level.selectedIndex < 0) form.elements.level.value = ''
    if (form.elements.group.selectedIndex < 0) form.elements.group.value = ''
    return show()
  }
  const target = hash ? document.getElementById(hash) : null
  if (!target || !target.classList.contains('requirement')) return
  if (target.hidden) {
    clear()
    show()
  }
  target.open = true
  target.scrollIntoView({ block: 'start' })
}

async function copy(button, label) {
  const source = button.parentElement.querySelector('pre')
  try {
    await navigator.clipboard.writeText(source.textContent)
  } catch {
    getSelection().selectAllChildren(source)
    if (!document.execCommand('copy')) return
  }
  button.textContent = document.documentElement.lang === 'ko' ? button.dataset.ko : button.dataset.en
  setTimeout(() => button.replaceChildren(...label), 1500)
}

function side(title, text, note) {
  const figure = element('figure')
  const caption = element('figcaption', '', title)
  if (note) caption.append(' (' + note + ')')
  const pre = element('pre', '', text)
  pre.tabIndex = 0
  figure.append(caption, pre)
  return figure
}

function exchange(data, say) {
  const details = element('details', 'exchange')
  const summary = element('summary')
  summary.append(
    element('span', 'index', '#' + data.index), element('b', '', data.method), element('code', '', data.path),
    element('span', 'status s' + Math.floor(data.status / 100), data.status),
    element('span', 'muted', data.ms + ' ms · ' + data.phase + (data.operation ? ' · ' + data.operation : '')),
  )
  details.append(summary)
  details.addEventListener('toggle', () => {
    if (details.childElementCount > 1) return
    const sides = element('div', 'sides')
    sides.append(side(say.request, data.request), side(say.response, data.response, data.cut ? say.cut : ''))
    details.append(sides)
  })
  return details
}

function list() {
  const holder = document.querySelector('.log')
  const data = JSON.parse(document.getElementById('exchange-data').textContent)
  const search = document.querySelector('.log-search')
  const draw = () => {
    const term = search.value.toLowerCase()
    const fits = ({ method, path, status, operation, phase }) => (method + ' ' + path + ' ' + status + ' ' + operation + ' ' + phase).toLowerCase().includes(term)
    const say = document.querySelector('.log-section').dataset
    const lang = document.documentElement.lang === 'ko' ? 'ko' : 'en'
    holder.replaceChildren(...data.filter(fits).map((each) => exchange(each, JSON.parse(say[lang + 'Words']))))
  }
  search.addEventListener('input', draw)
  draw()
}

form.hidden = false
for (const hidden of all('.copy, .languages, .log-section')) hidden.hidden = false
form.addEventListener('submit', (event) => event.preventDefault())
form.addEventListener('input', remember)
form.addEventListener('reset', (event) => {
  event.preventDefault()
  clear()
  remember()
})
for (const chip of chips)
  chip.addEventListener('click', () => {
    chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'))
    remember()
  })
for (const button of all('.copy')) {
  const label = [...button.childNodes]
  button.addEventListener('click', () => copy(button, label))
}
for (const button of all('.languages button')) button.addEventListener('click', () => speak(button.value))
document.querySelector('.log-section > details').addEventListener('toggle', list, { once: true })
addEventListener('hashchange', recall)
addEventListener('beforeprint', () => {
  for (const row of rows) if (row.dataset.outcome === 'fail') row.open = true
})
recall()
`
