import { Problem } from '../problem.ts'

/** What is told where an editor asks for a slug that another has or had. */
export function slugTaken(kind: 'article' | 'person' | 'topic', slug: string): Problem {
  return new Problem('conflict', `Another ${kind} has or had the slug "${slug}". Choose another.`, {
    errors: [{ pointer: '/slug', code: 'taken', detail: `is or was the slug of another ${kind}.` }],
  })
}
