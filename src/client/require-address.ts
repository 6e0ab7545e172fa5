/** Throws where `url` cannot be that of a service, in the name of whom it was given to. */
export function requireAddress(givenTo: string, url: string): void {
  if (!/^https?:\/\/./.test(url))
    throw new Error(`${givenTo}: \`url\` has to be the address of a service, and is ${url}.`)
}
