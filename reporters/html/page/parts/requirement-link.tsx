import { usePage } from '../page-context.ts'

/** Renders a link to a requirement: it opens it and brings it into view. */
export function RequirementLink({ id }: { readonly id: string }) {
  const { reveal } = usePage()
  return (
    <a
      href={`#${encodeURIComponent(id)}`}
      onClick={(event) => {
        event.preventDefault()
        reveal(id)
      }}
    >
      <code>{id}</code>
    </a>
  )
}

/** Renders links to requirements, separated by commas. */
export const RequirementLinks = ({ ids }: { readonly ids: readonly string[] }) => (
  <p class="ids">
    {ids.map((id, index) => (
      <span key={id}>
        {index > 0 && ', '}
        <RequirementLink id={id} />
      </span>
    ))}
  </p>
)
