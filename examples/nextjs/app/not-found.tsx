import Link from 'next/link'

export default function NotFound() {
  return (
    <>
      <h1>There is nothing here</h1>
      <p>
        It may have been withdrawn. <Link href="/">All interviews</Link>
      </p>
    </>
  )
}
