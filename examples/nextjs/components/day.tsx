const format = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

export function Day({ at }: { at: string }) {
  return <time dateTime={at}>{format.format(new Date(at))}</time>
}
