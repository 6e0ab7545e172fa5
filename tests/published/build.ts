import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs once before all tests of what is published: builds it, as `npm start` does. */
export default function build(): void {
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  execFileSync('npm', ['run', '-s', 'build'], { cwd, stdio: 'inherit' })
}
