import { Openings } from './words.ts'

/** What the importer knows of a language: lists of words in lower case, nothing more. */
export interface LanguageWords {
  /** Words that speak to somebody. */
  you: ReadonlySet<string>
  /** Words that speak of oneself. */
  me: ReadonlySet<string>
  /** First words of a sentence that asks. */
  asking: Openings
  /** How a reply begins. */
  replies: Openings
  /** How a paragraph begins that takes up what was just said. */
  resumes: Openings
  /** Verbs by which a writer gives the word to somebody. */
  says: ReadonlySet<string>
  /** Words by which a text says that it is an interview. */
  interview: readonly string[]
  /** Words of a publisher who speaks of his series, his staff or his readers. */
  series: readonly string[]
  /** How a byline begins. */
  by: Openings
  /** How a line begins that leads to other pages. */
  furniture: readonly string[]
  /** Furniture that opens a list of other articles. */
  related: readonly string[]
  /** How a line begins that names the topics of the page. */
  topics: readonly string[]
  /** How a caption or credit begins. */
  captions: readonly string[]
  /** Nouns by which a person is introduced. */
  roles: ReadonlySet<string>
  /** Words that no name begins with, though a sentence may. */
  functions: ReadonlySet<string>
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))
const phrases = (list: string): readonly string[] => list.split(/\s*\|\s*/)
const openings = (list: string) => new Openings(phrases(list))

const en: LanguageWords = {
  you: set('you your yours yourself yourselves'),
  me: set('i me my mine myself'),
  asking: openings(
    'tell me|tell us|describe|explain|talk about|walk us|walk me|who|whom|whose|what|when|where|why|how|which|is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|' +
      'shall|may|might|isn|aren|wasn|don|doesn|didn|won|wouldn|couldn|shouldn|and what|and how|and why|but what|but how|so what|so how',
  ),
  replies: openings(
    'yes|yeah|yep|no|nope|well|right|sure|absolutely|exactly|definitely|certainly|of course|not really|not at all|not much|' +
      'not necessarily|not yet|indeed|correct|true|perhaps|maybe|probably|thank you|thanks|good question|great question|' +
      "that is|that’s|that's|i think|i don|i would|i’d|i'd|oh|honestly|to be honest|look|let me|in my view|hardly|both|neither|never|unfortunately",
  ),
  resumes: openings(
    "this is|it is|it’s|it's|it was|there is|there are|there was|there were|they|he|she|we|i|this|these|those|that|it|" +
      'and|but|so|because|however|also|then|another|in addition|moreover|still|yet|for example|finally|second|the other|the problem|the reason',
  ),
  says: set(
    'says said say tells told explains explained argues argued warns warned notes noted believes writes wrote adds added ' +
      'contends suggests suggested discusses discussed describes described attributes calls called predicts recalls reflects asserts ' +
      'maintains cautions insists acknowledges thinks sees asked announced claimed claims declared stated',
  ),
  interview: phrases(
    'interview|interviewed|interviews|conversation|q&a|spoke|spoken|talked|talks|sat down|asked|in conversation|discusses',
  ),
  series: phrases(
    'readers|listeners|viewers|audience|interviews|conversations|series|column|staff|editors|correspondents|newsmakers|weekly|monthly|' +
      'every week|each week|every month|each month|edited|condensed|abridged|transcript|translated|for clarity|for length|newsletter|contributors',
  ),
  by: openings(
    'by|interview by|interviewed by|words by|text by|written by|conducted by|as told to|moderated by',
  ),
  furniture: phrases(
    'more from|more on|more about|more in|read more|read next|read also|see also|also read|view more|learn more|load more|show more|listen to|' +
      'watch|share|share this|print|print this|email|save|copy link|follow|follow us|subscribe|sign up|log in|sign in|newsletter|' +
      'advertisement|advertising|sponsored|continue reading|skip to|back to top|back to|comments|leave a comment|post a comment|' +
      'facebook|twitter|linkedin|whatsapp|download|menu|search|home|close|cookie|cookies|get our|support us|donate|' +
      "in this article|table of contents|jump to|story continues|article continues|recommended for|editor’s picks|editors' picks|explore more",
  ),
  related: phrases(
    'top stories|related|related articles|related stories|related content|related reading|related posts|more from|more stories|most popular|' +
      'most read|trending|latest|latest news|latest from|you may also like|you might also like|you may also be interested|recommended|recommended reading|' +
      "up next|read next|read also|also on|further reading|from our partners|in other news|featured|what to read next|more to explore|popular|keep reading|don’t miss|don't miss|must reads",
  ),
  topics: phrases(
    'more on|more about|filed under|tags|tag|topics|topic|tagged|tagged with|categories|category|keywords|posted in|related topics',
  ),
  captions: phrases(
    'photo|photos|photograph|photography|image|images|picture|credit|caption|illustration|video|courtesy of|courtesy|©|(photo|(image|[photo|[image|photo by|copyright',
  ),
  roles: set(
    'president vice-president secretary minister premier chancellor senator congressman congresswoman representative governor mayor ambassador envoy ' +
      'general colonel admiral captain major lieutenant commander marshal judge justice king queen prince princess pope sheikh emir sultan ayatollah ' +
      'professor dr doctor mr mrs ms miss sir lady lord expert analyst scholar fellow economist historian scientist researcher engineer physicist biologist ' +
      'director chairman chairwoman chair chief ceo cofounder co-founder founder head leader editor author writer novelist poet journalist reporter correspondent ' +
      'columnist critic host producer filmmaker photographer artist musician composer singer actor actress architect designer lawyer attorney prosecutor activist ' +
      'adviser advisor spokesman spokeswoman spokesperson official diplomat officer coach chef teacher student manager executive entrepreneur investor ' +
      'specialist strategist commissioner deputy lecturer dean curator librarian developer programmer maintainer consultant negotiator lawmaker farmer nurse physician surgeon psychologist sociologist anthropologist climatologist astronomer astronaut chemist mathematician philosopher theologian sculptor painter carpenter baker gardener illustrator translator conductor dancer choreographer explorer inventor pilot sailor fisherman potter weaver blacksmith bookseller publisher broadcaster presenter comedian captain keeper beekeeper filmmaker shoemaker watchmaker clockmaker rabbi imam bishop archbishop cardinal reverend',
  ),
  functions: set(
    'the a an and or but nor so yet if when while where after before since until because although though as at by for from in into of on onto to with without ' +
      'about above against among around between beyond despite during except inside like near off out outside over per through throughout toward towards under upon ' +
      'within this that these those there here it its he she they we i you his her their our my your who whom whose which what why how is are was were be been am ' +
      'do does did has have had can could will would should shall may might must not no yes all any both each every few many more most much none one other some such ' +
      'two three four five then than thus also even just only still too very now today yesterday tomorrow however meanwhile moreover instead perhaps maybe earlier later last next ' +
      'first second third once again according following asked another under-secretary january february march april may june july august september october november december ' +
      'monday tuesday wednesday thursday friday saturday sunday u.s us well right look certainly clearly again let',
  ),
}

const de: LanguageWords = {
  you: set('sie ihnen ihr ihre ihren ihrem ihrer du dich dir dein deine deinen deinem euch euer eure'),
  me: set('ich mich mir mein meine meinen meinem meiner'),
  asking: openings(
    'wer|wen|wem|was|wann|wo|warum|wieso|weshalb|wie|welche|welcher|welches|ist|sind|war|waren|haben|hat|hatten|hast|können|kann|könnte|wird|werden|würden|sollte|muss|gibt|gab|und wie|und was|woher|wohin|worum|womit|wodurch',
  ),
  replies: openings(
    'ja|nein|doch|genau|natürlich|sicher|absolut|richtig|stimmt|na ja|naja|also|gute frage|danke|vielen dank|ich denke|ich glaube|das ist|nicht wirklich|vielleicht|leider|klar|ehrlich gesagt|auf jeden fall|eigentlich',
  ),
  resumes: openings(
    'das|es|dies|diese|dieser|und|aber|denn|weil|jedoch|außerdem|dann|sie|er|wir|ich|dazu|dabei|deshalb|daher|zudem|so',
  ),
  says: set(
    'sagt sagte erklärt erklärte erzählt erzählte meint meinte betont betonte berichtet berichtete warnt warnte spricht schreibt',
  ),
  interview: phrases('interview|gespräch|im gespräch|sprachen|sprach|gesprochen|fragten|gefragt'),
  series: phrases(
    'leser|leserinnen|reihe|serie|interviews|gespräche|redaktion|gekürzt|übersetzt|newsletter|regelmäßig|bearbeitet',
  ),
  by: openings(
    'von|interview|interview von|das interview führte|das gespräch führte|die fragen stellte|text von|interview geführt von',
  ),
  furniture: phrases(
    'mehr von|mehr aus|mehr zum thema|lesen sie auch|lesen sie mehr|auch interessant|weiterlesen|teilen|drucken|merken|anzeige|werbung|kommentare|newsletter|abonnieren|startseite|zurück|folgen sie|anmelden|zur startseite',
  ),
  related: phrases(
    'mehr zum thema|das könnte sie auch interessieren|das könnte sie interessieren|ähnliche artikel|weitere artikel|meistgelesen|verwandte artikel|empfehlungen|lesen sie auch|auch interessant|neueste artikel|aktuelles',
  ),
  topics: phrases('mehr zu|themen|thema|schlagworte|schlagwörter|stichworte|kategorien|kategorie|rubrik'),
  captions: phrases('foto|fotos|bild|bilder|quelle|bildquelle|fotograf|video|©'),
  roles: set(
    'präsident präsidentin minister ministerin kanzler kanzlerin professor professorin dr herr frau experte expertin direktor direktorin leiter leiterin chef chefin gründer gründerin autor autorin journalist journalistin redakteur redakteurin forscher forscherin wissenschaftler wissenschaftlerin historiker historikerin ökonom ökonomin bürgermeister bürgermeisterin sprecher sprecherin ingenieur ingenieurin architekt architektin ärztin arzt lehrer lehrerin schriftsteller schriftstellerin vorsitzende vorsitzender geschäftsführer geschäftsführerin',
  ),
  functions: set(
    'der die das den dem des ein eine einen einem einer und oder aber wenn als wie weil dass nach vor seit bis bei mit ohne für gegen um aus von zu zum zur im in an am auf über unter zwischen ich du er sie es wir ihr sein ihre mein dein nicht kein keine auch nur noch schon sehr so dann doch wer was wann wo warum welche ist sind war waren hat haben hatte wird werden kann können soll muss darf',
  ),
}

const fr: LanguageWords = {
  you: set('vous votre vos vôtre tu te toi ton ta tes'),
  me: set('je j me m moi mon ma mes'),
  asking: openings(
    'qui|que|quoi|quand|où|pourquoi|comment|quel|quelle|quels|quelles|qu|combien|est-ce|est ce|avez|êtes|pouvez|pourriez|peut|peut-on|y a-t-il|et comment|et quel|à quoi|de quoi|en quoi|depuis quand|dans quel|dans quelle',
  ),
  replies: openings(
    "oui|non|si|bien sûr|tout à fait|absolument|exactement|merci|je pense|je crois|c’est|c'est|effectivement|en effet|pas vraiment|bonne question|certainement|peut-être|eh bien|d’abord|d'abord",
  ),
  resumes: openings(
    "cela|ce|cette|ces|c’est|c'est|il|elle|ils|elles|nous|on|je|et|mais|car|parce que|cependant|aussi|ensuite|puis|donc|enfin|par ailleurs",
  ),
  says: set(
    'dit déclare déclaré explique expliqué raconte affirme estime souligne précise confie assure écrit',
  ),
  interview: phrases('entretien|interview|rencontre|rencontré|conversation|répond|entretiens|propos'),
  series: phrases(
    'lecteurs|lectrices|série|entretiens|rédaction|rubrique|traduit|édité|newsletter|chaque semaine|chaque mois',
  ),
  by: openings('par|propos recueillis par|entretien réalisé par|interview réalisée par|recueilli par'),
  furniture: phrases(
    'lire aussi|à lire aussi|à lire|voir aussi|partager|imprimer|publicité|s’abonner|abonnez-vous|newsletter|commentaires|suivez-nous|en savoir plus|accueil|lire la suite|se connecter',
  ),
  related: phrases(
    'lire aussi|à lire aussi|sur le même sujet|articles similaires|articles liés|les plus lus|à découvrir|derniers articles|à la une|dans la même rubrique',
  ),
  topics: phrases(
    'thèmes|thème|mots-clés|mots clés|catégories|catégorie|sujets|étiquettes|plus sur|rubriques',
  ),
  captions: phrases('photo|photos|crédit|crédits|image|illustration|légende|vidéo|©'),
  roles: set(
    'président présidente ministre professeur professeure dr docteur monsieur madame m mme expert experte directeur directrice chef fondateur fondatrice auteur autrice journaliste rédacteur rédactrice chercheur chercheuse historien historienne économiste maire porte-parole ingénieur ingénieure architecte écrivain écrivaine avocat avocate responsable général ambassadeur ambassadrice',
  ),
  functions: set(
    'le la les l un une des du de d et ou mais si quand comme parce que qui quoi où dont ce cet cette ces il elle ils elles nous vous on je tu son sa ses mon ma mes leur leurs ne pas plus dans en sur sous avec sans pour par chez entre vers depuis pendant après avant est sont était a ont avait au aux y se très aussi même tout tous',
  ),
}

const es: LanguageWords = {
  you: set('usted ustedes tú te ti tu tus su sus os vosotros vuestro vuestra'),
  me: set('yo me mi mis mí conmigo'),
  asking: openings(
    'quién|quiénes|qué|cuándo|dónde|por qué|cómo|cuál|cuáles|cuánto|cuántos|cuánta|es|son|está|están|ha|han|puede|podría|cree|tiene|hay|y qué|y cómo|de qué|en qué|a qué|desde cuándo',
  ),
  replies: openings(
    'sí|no|claro|por supuesto|exacto|exactamente|desde luego|gracias|creo|pienso|bueno|pues|es que|eso es|efectivamente|quizás|tal vez|así es|buena pregunta|sin duda|la verdad',
  ),
  resumes: openings(
    'esto|eso|esta|este|ese|esa|es|fue|hay|él|ella|ellos|nosotros|y|pero|porque|también|además|luego|entonces|así|por eso|sin embargo',
  ),
  says: set(
    'dice dijo explica explicó afirma afirmó cuenta contó señala señaló asegura aseguró sostiene declaró advierte',
  ),
  interview: phrases(
    'entrevista|entrevistado|entrevistada|conversación|conversamos|hablamos|charlamos|entrevistas|conversó|habló',
  ),
  series: phrases(
    'lectores|lectoras|serie|entrevistas|redacción|conversaciones|editada|editado|traducida|boletín|cada semana|cada mes',
  ),
  by: openings('por|entrevista de|entrevista por|texto de'),
  furniture: phrases(
    'lea también|lee también|leer más|ver más|compartir|imprimir|publicidad|suscríbete|suscríbase|boletín|comentarios|síguenos|inicio|más sobre|más de|te puede interesar',
  ),
  related: phrases(
    'te puede interesar|también te puede interesar|artículos relacionados|noticias relacionadas|lo más leído|más noticias|relacionados|lea también|últimas noticias',
  ),
  topics: phrases('temas|tema|etiquetas|categorías|categoría|palabras clave|más sobre|archivado en'),
  captions: phrases('foto|fotos|fotografía|imagen|crédito|vídeo|video|©'),
  roles: set(
    'presidente presidenta ministro ministra profesor profesora dr doctor doctora señor señora don doña experto experta director directora jefe jefa fundador fundadora autor autora periodista redactor redactora investigador investigadora historiador historiadora economista alcalde alcaldesa portavoz ingeniero ingeniera arquitecto arquitecta escritor escritora abogado abogada general embajador embajadora',
  ),
  functions: set(
    'el la los las lo un una unos unas y o u e pero si cuando como porque que quien donde este esta estos estas ese esa eso él ella ellos nosotros yo tú su sus mi mis no ni más muy en de del al a con sin por para entre sobre desde hasta tras es son era fue ha han había se le les también ya todo',
  ),
}

const pt: LanguageWords = {
  you: set('você vocês tu te ti teu tua teus tuas senhor senhora vos vosso'),
  me: set('eu me mim meu minha meus minhas comigo'),
  asking: openings(
    'quem|que|o que|quando|onde|por que|porque|porquê|como|qual|quais|quanto|quantos|é|são|está|há|pode|poderia|acha|tem|e como|e o que|de que|em que',
  ),
  replies: openings(
    'sim|não|claro|com certeza|exato|exatamente|obrigado|obrigada|acho|penso|bom|bem|é que|isso|talvez|sem dúvida|boa pergunta|pois|na verdade',
  ),
  resumes: openings(
    'isso|isto|essa|este|esta|é|foi|há|ele|ela|eles|nós|e|mas|também|além disso|depois|então|assim|por isso|no entanto',
  ),
  says: set('diz disse explica explicou afirma afirmou conta contou destaca destacou declarou alerta'),
  interview: phrases(
    'entrevista|entrevistado|entrevistada|conversa|conversamos|conversou|falou|falámos|entrevistas',
  ),
  series: phrases(
    'leitores|leitoras|série|entrevistas|redação|conversas|editada|traduzida|boletim|toda semana|cada semana',
  ),
  by: openings('por|entrevista de|texto de'),
  furniture: phrases(
    'leia também|leia mais|ler mais|ver mais|veja também|compartilhar|partilhar|imprimir|publicidade|assine|inscreva-se|comentários|siga-nos|início|mais sobre|saiba mais',
  ),
  related: phrases(
    'leia também|veja também|artigos relacionados|notícias relacionadas|mais lidas|relacionados|você também pode gostar|últimas notícias',
  ),
  topics: phrases('temas|tema|etiquetas|categorias|categoria|palavras-chave|mais sobre|tópicos'),
  captions: phrases('foto|fotos|fotografia|imagem|crédito|vídeo|©'),
  roles: set(
    'presidente presidenta ministro ministra professor professora dr doutor doutora senhor senhora especialista diretor diretora chefe fundador fundadora autor autora jornalista editor editora pesquisador pesquisadora investigador investigadora historiador historiadora economista prefeito prefeita engenheiro engenheira arquiteto arquiteta escritor escritora advogado advogada general embaixador embaixadora',
  ),
  functions: set(
    'o a os as um uma uns umas e ou mas se quando como porque que quem onde este esta esse essa isso ele ela eles nós eu tu seu sua seus meu minha não nem mais muito em no na nos nas de do da dos das ao à com sem por para entre sobre desde até é são era foi tem há também já todo',
  ),
}

const it: LanguageWords = {
  you: set('lei tu voi te ti tuo tua tuoi tue suo sua suoi vi vostro vostra'),
  me: set('io me mi mio mia miei mie'),
  asking: openings(
    'chi|che|cosa|che cosa|quando|dove|perché|come|quale|quali|quanto|quanti|è|sono|ha|hanno|può|potrebbe|c’è|crede|pensa|e come|e cosa|in che|di che|da quando|qual',
  ),
  replies: openings(
    'sì|no|certo|certamente|esatto|esattamente|assolutamente|grazie|credo|penso|beh|direi|è vero|infatti|forse|senza dubbio|bella domanda|purtroppo|dipende',
  ),
  resumes: openings(
    'questo|questa|quello|è|c’è|ci sono|lui|lei|loro|noi|io|e|ma|perché|anche|inoltre|poi|quindi|però|così|tuttavia',
  ),
  says: set('dice detto spiega spiegato afferma racconta sottolinea sostiene dichiara avverte'),
  interview: phrases(
    'intervista|intervistato|intervistata|conversazione|colloquio|abbiamo parlato|interviste|incontrato|dialogo',
  ),
  series: phrases(
    'lettori|lettrici|serie|interviste|redazione|conversazioni|tradotta|rubrica|newsletter|ogni settimana|ogni mese',
  ),
  by: openings('di|intervista di|a cura di|testo di'),
  furniture: phrases(
    'leggi anche|leggi tutto|condividi|stampa|pubblicità|iscriviti|abbonati|commenti|seguici|altro su|vedi anche|scopri di più',
  ),
  related: phrases(
    'leggi anche|articoli correlati|potrebbe interessarti|ti potrebbe interessare|i più letti|ultime notizie|vedi anche|correlati',
  ),
  topics: phrases('temi|tema|argomenti|etichette|categorie|categoria|parole chiave|altro su'),
  captions: phrases('foto|fotografia|immagine|credito|crediti|video|©'),
  roles: set(
    'presidente ministro ministra professore professoressa dottor dottore dottoressa signor signora esperto esperta direttore direttrice capo fondatore fondatrice autore autrice giornalista redattore redattrice ricercatore ricercatrice storico storica economista sindaco sindaca portavoce ingegnere architetto scrittore scrittrice avvocato avvocata generale ambasciatore ambasciatrice',
  ),
  functions: set(
    'il lo la i gli le l un uno una e o ma se quando come perché che chi dove questo questa quello lui lei loro noi io tu suo sua mio mia non né più molto in nel nella di del della dei delle a al alla con senza per tra fra su sul da dal è sono era ha hanno si anche già tutto',
  ),
}

const zh: LanguageWords = {
  you: set('你 您'),
  me: set('我'),
  asking: openings(
    '谁|什么|什麼|为什么|為什麼|怎么|怎麼|如何|哪|哪些|哪里|何时|是否|请问|請問|能否|可以|有没有|您|你',
  ),
  replies: openings(
    '是的|对|對|不是|没有|當然|当然|谢谢|謝謝|我觉得|我認為|我认为|确实|確實|其实|嗯|好的|首先|没错',
  ),
  resumes: openings('这|這|那|但是|但|而且|因为|所以|他|她|我们|它|同时|另外|然后|不过'),
  says: set(''),
  interview: phrases('采访|採訪|专访|專訪|访谈|訪談|对话|對話|对谈'),
  series: phrases('读者|讀者|系列|栏目|编辑|編輯|整理|删减|编者按'),
  by: openings('作者|采访|记者|文|撰文|采访者|编辑'),
  furniture: phrases('阅读更多|更多|分享|打印|广告|订阅|登录|评论|关注我们|返回|首页|扫码'),
  related: phrases(
    '相关阅读|相关文章|推荐阅读|延伸阅读|热门文章|更多文章|最新文章|猜你喜欢|相關閱讀|往期回顾',
  ),
  topics: phrases('标签|標籤|话题|主题|分类|关键词|更多关于'),
  captions: phrases('图|图片|照片|摄影|图源|图片来源|供图'),
  roles: set('主席 总统 部长 教授 博士 先生 女士 专家 主任 记者 作者 创始人'),
  functions: set('的 了 是 在 和 有 不 这 那 我 你 他 她 们'),
}

const languages: Record<string, LanguageWords> = { en, de, fr, es, pt, it, zh }

/** The words of a language by its BCP 47 tag; those of English for a language that we have none of. */
export function wordsOf(language: string): LanguageWords {
  return languages[language.split('-')[0] ?? ''] ?? en
}

/** Of a text's words so many are small words of its language, and hardly any other language has two thirds as many of them. */
const FUNCTION_SHARE_MIN = 0.25
const NEXT_SHARE_MAX = 0.66

/** The one of our languages whose small words these clearly are; undefined if it is another one or not clear. */
export function languageOfWords(words: string[]): string | undefined {
  const counts = Object.entries(languages)
    .map(([language, { functions }]) => ({
      language,
      count: words.filter((word) => functions.has(word)).length,
    }))
    .sort((a, b) => b.count - a.count)
  const [first, second] = counts
  if (first === undefined || first.language === 'zh' || first.count < words.length * FUNCTION_SHARE_MIN)
    return undefined
  return (second?.count ?? 0) <= first.count * NEXT_SHARE_MAX ? first.language : undefined
}

/** Endings by which many languages form names of professions: hydrologist, Biologin, économiste. */
const PROFESSION = /(?:[\p{L}]{4}(?<!q[uv])ist|grapher|logue|loge|login|nomiste|ólogo|óloga|ologo|ologa)$/u

/** Whether a word is a noun by which people are introduced. */
export function isRole(word: string, words: LanguageWords): boolean {
  const lower = word.toLowerCase()
  return words.roles.has(lower) || PROFESSION.test(lower)
}

/** Phrases of all languages together: pages mix them (a German page shares by "Share"). */
function ofAll(list: 'furniture' | 'related' | 'topics' | 'captions'): Openings {
  return new Openings([...new Set(Object.values(languages).flatMap((words) => words[list]))])
}

export const FURNITURE = ofAll('furniture')
export const RELATED = ofAll('related')
export const TOPIC_LABELS = ofAll('topics')
export const CAPTIONS = ofAll('captions')

/** Labels of the one who asks, in any language. */
export const ASKER_LABELS = set(
  'q question interviewer interviewers host hosts moderator presenter frage f frager interviewerin moderation pregunta p pergunta entrevistador entrevistadora d domanda intervistatore 问 問 问题 提问 记者 記者 主持人 采访者 採訪者',
)
/** Labels of the one who answers, in any language. */
export const ANSWERER_LABELS = set(
  'a answer interviewee guest guests antwort gast r réponse reponse respuesta resposta risposta entrevistado entrevistada intervistato 答 回答 受访者 受訪者 嘉宾',
)
