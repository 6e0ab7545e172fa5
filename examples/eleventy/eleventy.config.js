import colloquy from 'colloquy/eleventy'

const url = process.env.COLLOQUY_URL ?? 'http://127.0.0.1:3000'

/** @param {import('@11ty/eleventy/UserConfig').default} eleventyConfig */
export default function (eleventyConfig) {
  eleventyConfig.addPlugin(colloquy, { url })
  // Where the feeds are.
  eleventyConfig.addGlobalData('service', url)
  eleventyConfig.addPassthroughCopy({ 'src/style.css': 'style.css' })
}

export const config = { dir: { input: 'src', output: '_site' } }
