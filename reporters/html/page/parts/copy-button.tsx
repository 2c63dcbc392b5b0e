import { useState } from 'preact/hooks'
import { usePage } from '../page-context.ts'

/** Milliseconds for which a button says that the text was copied. */
const confirmation = 1500

/** Copies by way of a selection, where a page has no access to the clipboard. */
function copySelected(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  return isCopied
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text)
  }
}

/** Renders a button that copies a text to the clipboard. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = usePage()
  const [isCopied, setCopied] = useState(false)
  const onClick = async (): Promise<void> => {
    if (!(await copy(text))) return
    setCopied(true)
    setTimeout(() => setCopied(false), confirmation)
  }
  return (
    <button type="button" class="copy" onClick={onClick}>
      {isCopied ? t.copied : t.copy}
    </button>
  )
}
