import { render } from 'preact'
import { messages } from '../../i18n/index.ts'
import { App } from './app.tsx'
import { decodePageData } from './models/decode.ts'
import './styles/base.css'
import './styles/layout.css'
import './styles/requirements.css'
import './styles/charts.css'
import './styles/print.css'

const root = document.getElementById('app')
const encoded = document.getElementById('data')?.textContent ?? ''

/** Replaces the static summary by the page. Where the data cannot be read the summary stays, with the reason. */
async function start(): Promise<void> {
  if (!root) return
  try {
    const data = await decodePageData(encoded)
    const page = document.createElement('div')
    render(<App data={data} />, page)
    root.replaceChildren(page)
  } catch (error) {
    const message = document.createElement('p')
    const t = document.documentElement.lang === 'ko' ? messages.ko : messages.en
    message.textContent = `${t.page.unreadable} (${error})`
    root.prepend(message)
  }
}

void start()
