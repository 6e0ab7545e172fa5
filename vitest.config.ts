import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/templates.ts',
    // Each test has a service and a database of its own; the modules may be shared.
    isolate: false,
    // By default one processor is left free.
    maxWorkers: '100%',
    testTimeout: 30_000,
  },
})
