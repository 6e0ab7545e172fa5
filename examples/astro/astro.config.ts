import { defineConfig, envField } from 'astro/config'

export default defineConfig({
  // Pages have the addresses that Colloquy's links lead to: /articles/a-slug.
  build: { format: 'file' },
  trailingSlash: 'never',
  env: {
    schema: {
      COLLOQUY_URL: envField.string({ context: 'server', access: 'secret', url: true }),
      COLLOQUY_KEY: envField.string({ context: 'server', access: 'secret', optional: true }),
    },
  },
})
