/** Words that stand in names of places, offices and organisations, and hardly in names of people. */
const NOT_IN_NAMES = new Set(
  (
    'university institute council ministry department party network administration agency bank times post journal news committee commission court congress senate house ' +
    'parliament army navy force forces air group company corporation inc corp ltd foundation center centre association union nations college school club league team church street ' +
    'avenue road river lake mount mountain sea ocean gulf bay island islands valley city county state states province republic kingdom north south east west northern southern eastern ' +
    'western africa america asia europe world war act treaty agreement accord program project plan summit conference festival prize award day security defense policy affairs ' +
    'observatory forum fund academy society alliance coalition federation initiative laboratory airport station square park museum library hospital review magazine press radio television universität institut universidad universidade università université'
  ).split(' '),
)

const regions = new Map<string, ReadonlySet<string>>()

/** Whether a capitalised sequence names a country, or has a word that names of people do not have. */
export function namesNoPerson(parts: string[], language: string): boolean {
  const lower = parts.map((part) => part.toLowerCase())
  return regionNames(language).has(lower.join(' ')) || lower.some((part) => NOT_IN_NAMES.has(part))
}

/** Names of all countries in a language and in English, in lower case. */
function regionNames(language: string): ReadonlySet<string> {
  const known = regions.get(language)
  if (known !== undefined) return known
  const displays = [language, 'en'].map(
    (tag) => new Intl.DisplayNames([tag], { type: 'region', fallback: 'none' }),
  )
  const letters = Array.from({ length: 26 }, (_, letter) => String.fromCharCode(65 + letter))
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  const names = new Set(
    codes.flatMap((code) => displays.map((display) => display.of(code)?.toLowerCase() ?? '')),
  )
  regions.set(language, names)
  return names
}
