import { type LanguageWords, openings, phrases, set } from './language-words.ts'

export const de: LanguageWords = {
  isOwn: true,
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
  thanks: openings('danke|vielen dank|herzlichen dank|besten dank|wir danken|ich danke'),
  talk: set('zeit antworten einblicke offenen uns beantwortung einblick mitmachen'),
  interview: phrases('interview|gespräch|im gespräch|sprachen|sprach|gesprochen|fragten|gefragt'),
  series: phrases(
    'leser|leserinnen|reihe|serie|interviews|gespräche|redaktion|gekürzt|übersetzt|newsletter|regelmäßig|bearbeitet',
  ),
  by: openings(
    'interview:|text:|fragen:|protokoll:|von|interview|interview von|das interview führte|das gespräch führte|die fragen stellte|text von|interview geführt von',
  ),
  furniture: phrases(
    'mehr von|mehr aus|mehr zum thema|lesen sie auch|lesen sie mehr|auch interessant|weiterlesen|teilen|drucken|merken|anzeige|werbung|kommentare|newsletter|abonnieren|startseite|zurück|folgen sie|anmelden|zur startseite',
  ),
  related: phrases(
    'mehr zum thema|das könnte sie auch interessieren|das könnte sie interessieren|ähnliche artikel|weitere artikel|meistgelesen|verwandte artikel|empfehlungen|lesen sie auch|auch interessant|neueste artikel|aktuelles',
  ),
  topics: phrases('mehr zu|themen|thema|schlagworte|schlagwörter|stichworte|kategorien|kategorie|rubrik'),
  captions: phrases(
    'titelbild|titelfoto|headerbild|aufmacherbild|beitragsbild|illustration|grafik|foto|fotos|bild|bilder|quelle|bildquelle|fotograf|video|©',
  ),
  roles: set(
    'präsident präsidentin minister ministerin kanzler kanzlerin professor professorin dr herr frau experte expertin direktor direktorin leiter leiterin chef chefin gründer gründerin autor autorin journalist journalistin redakteur redakteurin forscher forscherin wissenschaftler wissenschaftlerin historiker historikerin ökonom ökonomin bürgermeister bürgermeisterin sprecher sprecherin ingenieur ingenieurin architekt architektin ärztin arzt lehrer lehrerin schriftsteller schriftstellerin vorsitzende vorsitzender geschäftsführer geschäftsführerin',
  ),
  functions: set(
    'selbst der die das den dem des ein eine einen einem einer und oder aber wenn als wie weil dass nach vor seit bis bei mit ohne für gegen um aus von zu zum zur im in an am auf über unter zwischen ich du er sie es wir ihr sein ihre mein dein nicht kein keine auch nur noch schon sehr so dann doch wer was wann wo warum welche ist sind war waren hat haben hatte wird werden kann können soll muss darf',
  ),
}
