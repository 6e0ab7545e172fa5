declare module '@11ty/eleventy' {
  export interface UserConfig {
    addCollection: (name: string, load: () => Promise<unknown>) => void
    addFilter: (name: string, filter: (...values: never[]) => unknown) => void
    addGlobalData: (name: string, data: () => Promise<unknown>) => void
    addPlugin: <Options>(plugin: (config: UserConfig, options: Options) => void, options: Options) => void
    namespace: (prefix: string, configure: () => void) => void
    on: (event: string, listener: () => unknown) => void
  }
  export default class Eleventy {
    constructor(
      input: string,
      output: string,
      options: { configPath: false; quietMode: boolean; config: (config: UserConfig) => void },
    )
    disableLogger(): void
    init(): Promise<void>
    write(): Promise<unknown>
    /** Gives what it does when a file has changed: resolves when the site was built again. */
    watch(): Promise<(path: string) => Promise<void>>
    stopWatch(): Promise<void>
  }
}
