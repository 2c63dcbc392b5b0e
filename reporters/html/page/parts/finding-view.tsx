import type { Finding } from '#model'
import { type DiffLine, nodeDiff } from '../models/node-diff.ts'
import { usePage } from '../page-context.ts'
import { CopyButton } from './copy-button.tsx'
import { ExchangeDetails } from './exchange-view.tsx'
import { Preformatted } from './scrollable.tsx'

function DiffRow({ kind, text }: DiffLine) {
  const { t } = usePage()
  const label = kind === 'context' ? '' : t[kind]
  return (
    <div class={kind}>
      <span class="gutter">{label}</span>
      <code>{text}</code>
    </div>
  )
}

/** Renders a command with a button that copies it. */
const Command = ({ text }: { readonly text: string }) => (
  <div class="curl">
    <Preformatted text={text} />
    <CopyButton text={text} />
  </div>
)

/** Renders one violation: what happened, where, the exchange that shows it and the command that repeats it. */
export function FindingView({ finding }: { readonly finding: Finding }) {
  const { t, exchanges, testOf, report } = usePage()
  const { options, embedded = false } = report.target
  const { message, at, step, curl } = finding
  const exchange = finding.exchange === undefined ? undefined : exchanges.get(finding.exchange)
  const shown = { ...finding, expected: t.value(finding.expected), actual: t.value(finding.actual) }
  const test = finding.exchange === undefined ? undefined : testOf.get(finding.exchange)
  return (
    <section class="finding" aria-label={t.finding}>
      <p class="message">{t.sentence(message)}</p>
      <p class="where">
        {t.at} <code>{at}</code>
        {step && (
          <>
            {' '}
            · {t.while} <q>{t.step(step)}</q>
          </>
        )}
        {test && (
          <>
            {' '}
            · {t.page.test} <q>{test}</q>
          </>
        )}
      </p>
      <div class="diff">
        {nodeDiff(shown, exchange).map((line, index) => (
          <DiffRow key={index} {...line} />
        ))}
      </div>
      {exchange && <ExchangeDetails exchange={exchange} />}
      {curl && (
        <div class="reproduce">
          <h5>{t.reproduce}</h5>
          <Command text={curl} />
          {!embedded && curl.includes('$OS_TOKEN') && <p class="hint">{t.tokenHint(options)}</p>}
          {!embedded && curl.includes('$OTHER_TOKEN') && <p class="hint">{t.otherTokenHint(options)}</p>}
        </div>
      )}
    </section>
  )
}
