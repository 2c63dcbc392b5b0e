import type { ComponentChildren } from 'preact'
import { Scrollable } from './scrollable.tsx'

interface TableProps {
  readonly head: readonly string[]
  /** The first cell of a row is its heading. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly ComponentChildren[] }[]
  readonly class?: string
}

/** Renders a table that scrolls sideways where it is too wide. */
export const Table = ({ head, rows, class: name = '' }: TableProps) => (
  <Scrollable class={name} label={head[0] ?? ''}>
    <table>
      <thead>
        <tr>
          {head.map((cell) => (
            <th key={cell} scope="col">
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [first, ...others] }) => (
          <tr key={key}>
            <th scope="row">{first}</th>
            {others.map((cell, index) => (
              <td key={head[index + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </Scrollable>
)
