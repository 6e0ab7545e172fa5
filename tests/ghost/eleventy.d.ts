declare module '@11ty/eleventy' {
  export interface UserConfig {
    addCollection: (name: string, load: () => Promise<unknown>) => void
    addFilter: (name: string, filter: (text: string) => string) => void
  }
  export default class Eleventy {
    constructor(
      input: string,
      output: string,
      options: { configPath: false; quietMode: boolean; config: (config: UserConfig) => void },
    )
    write(): Promise<unknown>
  }
}
