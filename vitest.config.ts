import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // By default one processor is left free.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'service',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/published/**'],
          globalSetup: 'tests/templates.ts',
          // Each test has a service and a database of its own; the modules may be shared.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        // What others install: it is built first, and packages come from their registry.
        test: {
          name: 'published',
          include: ['tests/published/**/*.test.ts'],
          globalSetup: 'tests/published/build.ts',
          isolate: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
